using Portal.Core.Accounts.Passwords;

namespace Portal.Core.Accounts.Resets;

/// <summary>What became of the wish to set a new password.</summary>
public abstract record ResetOutcome
{
    private ResetOutcome()
    {
    }

    /// <summary>It is set; the person can sign in with it.</summary>
    /// <param name="Lost">Whether mail of before stays closed.</param>
    public sealed record Done(bool Lost) : ResetOutcome;

    /// <summary>The token is malformed, unknown, used, or too old.</summary>
    public sealed record Ended : ResetOutcome;

    /// <summary>The password is not good enough.</summary>
    public sealed record PasswordRefused(PasswordWeakness Weakness) : ResetOutcome;

    /// <summary>The recovery code was mistyped or is not this account's.</summary>
    public sealed record CodeWrong : ResetOutcome;

    /// <summary>
    /// The vault key and the code, if there was one, leave a mailbox closed, and its owner has not agreed to that. The link stays good.
    /// </summary>
    /// <param name="WithCode">Whether a code was given, and opens others.</param>
    public sealed record WouldClose(bool WithCode) : ResetOutcome;

    /// <summary>The answer is wrong; a try is gone.</summary>
    public sealed record AnswerWrong : ResetOutcome;
}

/// <summary>What somebody hands in behind a link for a new password.</summary>
public sealed record ResetInput
{
    /// <summary>The link's token.</summary>
    public required string Token { get; init; }

    /// <summary>The new password.</summary>
    public required string NewPassword { get; init; }

    /// <summary>The recovery code as it was typed; may be empty.</summary>
    public string RecoveryCode { get; init; } = "";

    /// <summary>Whether mail of before that nothing at hand opens may stay closed.</summary>
    public bool MayClose { get; init; }

    /// <summary>The answer as it was typed; may be empty.</summary>
    public string Answer { get; init; } = "";

    /// <summary>Only the type's name.</summary>
    public override string ToString() => nameof(ResetInput);
}
