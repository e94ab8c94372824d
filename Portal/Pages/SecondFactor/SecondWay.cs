using Portal.Core.Accounts;
using Portal.Core.Accounts.Factors;

namespace Portal.Pages.SecondFactor;

/// <summary>A way to prove the second factor.</summary>
internal enum SecondWay
{
    Passkey,
    App,
    Sms,
    Backup,
}

/// <summary>The ways that an account has.</summary>
internal static class SecondWays
{
    /// <summary>The ways, the best first.</summary>
    public static IReadOnlyList<SecondWay> Of(AccountFactors factors) => [.. new[]
    {
        (Way: SecondWay.Passkey, Has: factors.Passkeys > 0),
        (Way: SecondWay.App, Has: factors.App is not null),
        (Way: SecondWay.Sms, Has: factors.Mobile is not null),
        (Way: SecondWay.Backup, Has: factors.BackupCodes > 0),
    }.Where(entry => entry.Has).Select(entry => entry.Way)];

    /// <summary>The one that was asked for where the account has it, else the best; null where none can be taken at the moment.</summary>
    public static SecondWay? Choose(string? asked, AccountFactors factors)
    {
        var ways = Of(factors);
        return Enum.TryParse<SecondWay>(asked, ignoreCase: true, out var way) && ways.Contains(way) ? way : ways.Count > 0 ? ways[0] : null;
    }

    public static SignInMethods MethodOf(SecondWay way) => way switch
    {
        SecondWay.Passkey => SignInMethods.SecondPasskey,
        SecondWay.App => SignInMethods.AuthenticatorCode,
        SecondWay.Sms => SignInMethods.SmsCode,
        _ => SignInMethods.BackupCode,
    };
}
