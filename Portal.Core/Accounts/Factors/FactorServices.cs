using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Accounts.Devices;
using Portal.Core.Accounts.Passkeys;
using Portal.Core.Accounts.Sessions;

namespace Portal.Core.Accounts.Factors;

/// <summary>Registers what second factors need; all of it belongs to the web side.</summary>
internal static class FactorServices
{
    public static IServiceCollection AddFactors(this IServiceCollection services) => services
        .AddSingleton<ReadAccount>()
        .AddSingleton<PendingSignIns>()
        .AddSingleton<ListFactors>()
        .AddSingleton<WriteFactorChange>()
        .AddSingleton<ResetFactors>()
        .AddSingleton<CountFactorTries>()
        .AddSingleton<CheckSecondFactor>()
        .AddSingleton<AuthenticatorApp>()
        .AddSingleton<BackupCodes>()
        .AddSingleton<SmsCodes>()
        .AddSingleton<ChangeMobile>()
        .AddSingleton<SweepFactors>()
        .AddSingleton<TrustDevice>()
        .AddSingleton<DecideSignIn>()
        .AddSingleton<PasskeyStore>()
        .AddSingleton<ChangePasskeys>()
        .AddSingleton<UsePasskey>();
}
