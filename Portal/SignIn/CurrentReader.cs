using Portal.Core.Accounts;
using Portal.Core.Accounts.Sessions;
using Portal.Core.Keys;
using Portal.Core.Mailboxes;

namespace Portal.SignIn;

/// <summary>Who is reading, for the length of one request. The mailbox keys are made usable when somebody first asks for them.</summary>
internal sealed class CurrentReader : IDisposable
{
    private IReadOnlyList<UnlockedMailbox>? _mailboxes;

    /// <summary>The session's content, or null where nobody is signed in.</summary>
    public SessionContent? Session { get; private set; }

    /// <summary>The session's secret, or null where nobody is signed in.</summary>
    public SessionSecret? Secret { get; private set; }

    /// <summary>The reader's mailboxes, unlocked; none where nobody is signed in, or a second factor must be set up first.</summary>
    public IReadOnlyList<UnlockedMailbox> Mailboxes => _mailboxes ??=
        [.. (Session is { NeedsFactor: false } ? Session.Mailboxes : []).Select(m => new UnlockedMailbox(m.Id, m.Address, MailboxKey.FromPrivate(m.PrivateKey))
        {
            SecondFactor = Session!.Methods.HaveSecondFactor(),
        })];

    public void Is(SessionSecret secret, SessionContent session) => (Secret, Session) = (secret, session);

    public void Dispose()
    {
        foreach (var mailbox in _mailboxes ?? [])
        {
            mailbox.Key.Dispose();
        }
    }
}
