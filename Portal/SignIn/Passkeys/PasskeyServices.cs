using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Portal.Core;
using Portal.Core.Accounts.Passkeys;
using Portal.Core.Storage.Model;

namespace Portal.SignIn.Passkeys;

/// <summary>
/// Registers ASP.NET Core Identity's own WebAuthn (Level 3) verification. Of Identity's managers nothing else is used: what is stored is
/// read by <see cref="PasskeyStore"/> and written by <see cref="ChangePasskeys"/> and <see cref="UsePasskey"/>.
/// </summary>
internal static class PasskeyServices
{
    public static void Add(IServiceCollection services)
    {
        services.AddIdentityCore<Account>();
        services.AddSingleton<IUserStore<Account>>(provider => provider.GetRequiredService<PasskeyStore>());
        services.AddScoped<IPasskeyHandler<Account>, PasskeyHandler<Account>>();
        services.AddScoped<AskPasskey>();
        services.AddScoped<VerifyPasskey>();
        services.AddSingleton<PasskeyTokens>();
        services.AddOptions<IdentityPasskeyOptions>().Configure<IOptions<PortalOptions>>((options, portal) =>
        {
            var url = portal.Value.PublicUrl;
            var origin = $"{url.Scheme}://{url.IdnHost}{(url.IsDefaultPort ? "" : $":{url.Port}")}";
            options.ServerDomain = url.IdnHost;
            options.AuthenticatorTimeout = PasskeyTokens.Lifetime;
            options.UserVerificationRequirement = "required";
            options.ResidentKeyRequirement = "required"; // it signs in by itself, without an address being typed
            options.AttestationConveyancePreference = "none";

            // The one origin of the setting, never what the request says of itself; never from within a foreign page's frame.
            options.ValidateOrigin = context => ValueTask.FromResult(context is { CrossOrigin: false } && context.Origin == origin);
        });
    }
}
