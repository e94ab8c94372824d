using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Keys;
using Portal.Core.Messages.Tracking;
using Portal.Core.Messages;
using Portal.Core.Outbox;
using Portal.Core.Storage.Model;
using Xunit;

namespace Portal.Core.Tests.Messages.Tracking;

/// <summary>The mail that says to a sender for whom his message was stored.</summary>
public sealed class SentConfirmationTests : SentBench
{
    private protected override (string Key, string Value)[] Settings => [("Tenants:default:SentConfirmation", "On")];

    [Fact]
    public async Task One_for_each_message_names_the_recipients_and_leads_to_the_view()
    {
        var entry = await Installation.QueryAsync(db => db.Outbox.SingleAsync(o => o.Kind == OutboxKind.SentConfirmation));
        var mail = JsonSerializer.Deserialize(
            VaultBox.Open(Installation.Get<VaultKey>(), OutboxSealer.Purpose, entry.Id, entry.Box), OutboxJson.Default.SentConfirmationPayload)!;
        Assert.Equal((Sam, 2), (mail.To, mail.Count));
        Assert.Equal([Post.Anna, Post.Bert], mail.Recipients);
        Assert.Equal(Message, (await Installation.Get<FindSenderMessage>().FindAsync(mail.SenderToken, default))!.Message!.Id);
    }

    [Fact]
    public async Task The_mail_that_comes_again_is_not_confirmed_again_and_machines_get_none()
    {
        using var again = await Post.SealAsync(Post.Mail("Contract"));
        var incoming = await Post.IncomingAsync(again, Post.Anna, Post.Bert);
        await Installation.Get<SaveMessage>().SaveAsync(
            incoming with { ContentDigest = System.Security.Cryptography.SHA256.HashData(Message.ToByteArray()) }, default);
        using var machine = await Post.SealAsync("Auto-Submitted: auto-generated\r\n" + Post.Mail("Report"));
        await Installation.Get<SaveMessage>().SaveAsync(await Post.IncomingAsync(machine, Post.Anna), default);
        Assert.Equal(1, await CountAsync(OutboxKind.SentConfirmation));
    }
}
