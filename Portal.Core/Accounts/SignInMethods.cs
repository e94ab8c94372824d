namespace Portal.Core.Accounts;

/// <summary>How a person proved who he is: the first factor and, where one was asked for, the second.</summary>
[Flags]
public enum SignInMethods
{
    /// <summary>Not at all.</summary>
    None = 0,

    /// <summary>The account's password.</summary>
    Password = 1,

    /// <summary>A passkey whose authenticator verified its user: two factors in one.</summary>
    Passkey = 2,

    /// <summary>An external identity provider.</summary>
    External = 4,

    /// <summary>A code that went to the mailbox.</summary>
    MailCode = 8,

    /// <summary>A code of an authenticator app (RFC 6238).</summary>
    AuthenticatorCode = 16,

    /// <summary>A code that came by SMS.</summary>
    SmsCode = 32,

    /// <summary>A recovery code of the second factor, good once.</summary>
    BackupCode = 64,

    /// <summary>A passkey after another first factor.</summary>
    SecondPasskey = 128,

    /// <summary>A browser in which the person asked not to be asked for the second factor for a while.</summary>
    TrustedDevice = 256,
}

/// <summary>What methods amount to.</summary>
public static class SignInMethodsRules
{
    private const SignInMethods Second = SignInMethods.Passkey | SignInMethods.SecondPasskey | SignInMethods.AuthenticatorCode
        | SignInMethods.SmsCode | SignInMethods.BackupCode;

    /// <summary>Whether a second factor was proved in this sign-in. A browser that is not asked for one proved none.</summary>
    public static bool HaveSecondFactor(this SignInMethods methods) => (methods & Second) != 0;
}
