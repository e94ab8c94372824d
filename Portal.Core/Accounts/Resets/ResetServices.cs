using Microsoft.Extensions.DependencyInjection;

namespace Portal.Core.Accounts.Resets;

/// <summary>Registers what sets forgotten passwords anew; only for the web side.</summary>
internal static class ResetServices
{
    public static IServiceCollection AddResets(this IServiceCollection services)
    {
        services.AddSingleton<AskReset>();
        services.AddSingleton<AnswerResets>();
        services.AddSingleton<ResetPhone>();
        services.AddSingleton<SendResetCode>();
        services.AddSingleton<RedeemCode>();
        services.AddSingleton<FindReset>();
        services.AddSingleton<ResetPassword>();
        services.AddSingleton<CheckAnswer>();
        services.AddSingleton<SetQuestion>();
        services.AddSingleton<HelpDesk>();
        services.AddSingleton<OrderReset>();
        return services;
    }
}
