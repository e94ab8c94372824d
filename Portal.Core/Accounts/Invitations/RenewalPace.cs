using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts.Invitations;

/// <summary>
/// How soon after one another new initial passwords are made for senders of one mailbox: five minutes, doubling to a day. Whichever link is used
/// counts, so that the links in the mails that are sent add none.
/// </summary>
internal static class RenewalPace
{
    private const int LastDoubling = 8; // 5 min × 2⁸ is 21 hours
    private static readonly TimeSpan First = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>When the next may be made, or null: at any time.</summary>
    public static DateTimeOffset? Next(InitialPassword password) => password.Renewals switch
    {
        0 => null,
        <= LastDoubling => password.RenewedAt + (First * (1 << (password.Renewals - 1))),
        _ => password.RenewedAt + Longest,
    };
}
