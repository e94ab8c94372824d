using Portal.Core;

namespace Portal.SignIn.Providers;

/// <summary>Registers what signs people in by other providers, and by codes to their mailbox.</summary>
internal static class ProviderServices
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<ProviderCatalog>();
        services.AddSingleton<ClientSecret>();
        services.AddSingleton<IStartCheck>(provider => provider.GetRequiredService<ClientSecret>());
        services.AddSingleton<ProviderHttp>();
        services.AddSingleton<FetchMetadata>();
        services.AddSingleton<MetadataCache>();
        services.AddSingleton<RedeemCode>();
        services.AddSingleton<CheckIdToken>();
        services.AddSingleton<AskUserInfo>();
        services.AddSingleton<ReadIdentity>();
        services.AddSingleton(typeof(SealedCookie<>));
        services.AddSingleton<ExternalLog>();
        services.AddSingleton<BeginAttempt>();
        services.AddSingleton<FinishAttempt>();
        services.AddScoped<EnterByProvider>();
        services.AddScoped<CompleteSignIn>();
    }
}
