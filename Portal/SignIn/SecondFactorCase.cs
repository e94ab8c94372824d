using Portal.Core.Accounts.Factors;
using Portal.Core.Accounts.Sessions;

namespace Portal.SignIn;

/// <summary>Somebody who is asked for a second factor: in the middle of signing in, or signed in and in need of more.</summary>
/// <param name="Owner">Who it is.</param>
/// <param name="BoundTo">The id of the half sign-in or the session; codes and challenges are good in it alone.</param>
internal sealed record SecondFactorCase(FactorOwner Owner, byte[] BoundTo)
{
    /// <summary>The half sign-in, or null where a session is there already.</summary>
    public (PendingSecret Secret, PendingContent Content)? Pending { get; init; }

    /// <summary>The name of <see cref="BoundTo"/> in challenges.</summary>
    public string Subject => Convert.ToHexStringLower(BoundTo);
}
