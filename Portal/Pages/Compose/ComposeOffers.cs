using Portal.Core.Messages;
using Portal.Core.Messages.Replies;
using Portal.SignIn;

namespace Portal.Pages.Compose;

/// <summary>What can be done with a message.</summary>
internal sealed record ReplyActions(Guid Id, bool Reply, bool ReplyAll, bool Forward);

/// <summary>What the present reader may write: by the tenant, by the message, and because it can leave.</summary>
internal sealed class ComposeOffers(ReplyPolicy policy, ISendReply sender, CurrentReader reader)
{
    private string Tenant => reader.Session!.Tenant;

    /// <summary>The reader's own addresses.</summary>
    public IReadOnlyList<string> Own => [.. reader.Session!.Mailboxes.Select(m => m.Address)];

    /// <summary>What is offered beside a message.</summary>
    public async Task<ReplyActions> OfAsync(OpenedMessage message, CancellationToken cancellationToken)
    {
        var (reply, all, forward) = (Allows(ReplyKind.Reply, message), Allows(ReplyKind.ReplyAll, message), Allows(ReplyKind.Forward, message));
        var can = (reply || all || forward) && await sender.CanSendAsync(Tenant, message.Gateway, cancellationToken);

        // Answering all where there is one is answering.
        var several = all && can && policy.Participants(Tenant, ReplyKind.ReplyAll, message.Outline, Own) is { To.Count: var to, Cc.Count: var cc } && to + cc > 1;
        return new ReplyActions(message.Id, reply && can, several, forward && can);
    }

    /// <summary>Whether a message can be written that answers none.</summary>
    public async Task<bool> NewAsync(CancellationToken cancellationToken) =>
        Allows(ReplyKind.New, null) && await sender.CanSendAsync(Tenant, null, cancellationToken);

    /// <summary>Whether the page for it answers at all.</summary>
    public bool Allows(ReplyKind kind, OpenedMessage? message) =>
        message is null ? kind == ReplyKind.New && policy.Allows(Tenant, kind) && reader.Mailboxes.Count > 0 : policy.Allows(Tenant, kind, message, Own);
}
