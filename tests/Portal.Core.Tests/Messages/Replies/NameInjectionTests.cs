using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Messages;
using Portal.Core.Messages.Receipts;
using Portal.Core.Mime;
using Portal.Core.Outbox;
using Portal.Core.Tenants;
using Portal.Core.Tests.Outbox;
using TestKit;
using Xunit;

namespace Portal.Core.Tests.Messages.Replies;

/// <summary>
/// A name stands in a field of much that leaves (threat C11). Pages refuse what ends a line; even if one did not, such a mail is not written, or has the fields of
/// any other and one sender.
/// </summary>
public sealed class NameInjectionTests : ReplyBench
{
    private static readonly string[] Names = [.. HeaderInjections.Endings.Select(ending => $"Anna{ending}x"), .. HeaderInjections.Harmless];

    [PythonFact]
    public async Task In_a_reply_what_ends_a_line_is_not_sent_and_all_else_stays_in_the_From()
    {
        var plain = await ReplyAsync("Anna Recipient");
        var (blobs, refused) = (Installation.Blobs().Count, new List<string>());
        foreach (var name in Names)
        {
            if (await TryReplyAsync(name) is { } sent)
            {
                AssertLike(plain, sent);
            }
            else
            {
                refused.Add(name);
            }
        }

        Assert.Equal(Names.Where(name => name.AsSpan().ContainsAny("\r\n\0")), refused);
        Assert.Equal(blobs + Names.Length - refused.Count, Installation.Blobs().Count); // the writer's copies; of what was refused there is none
    }

    [PythonFact]
    public async Task In_a_receipt_nothing_of_it_makes_a_field()
    {
        var plain = await ReceiptAsync("Anna Recipient");
        foreach (var name in Names)
        {
            AssertLike(plain, await ReceiptAsync(name));
        }
    }

    [PythonFact]
    public async Task In_a_mail_to_a_certificate_and_in_a_notice_nothing_of_it_makes_a_field()
    {
        foreach (var compose in (Func<string, OutgoingMail>[])[ToCertificate, name => Samples.Mail(Samples.Notice with { SenderName = name })])
        {
            var plain = await PythonMail.ReadAsync(compose("Anna Recipient").Content.ToArray());
            foreach (var name in Names)
            {
                var mail = await PythonMail.ReadAsync(compose(name).Content.ToArray());
                AssertLike(plain, mail);
                Assert.DoesNotContain("Bcc:", mail.Text("subject"), StringComparison.Ordinal);
            }
        }
    }

    private static void AssertLike(PythonMail plain, PythonMail mail)
    {
        Assert.Equal(plain.Texts("names"), mail.Texts("names"));
        Assert.Equal(Assert.Single(plain.Table("from"))[1], Assert.Single(mail.Table("from"))[1]);
        Assert.Equal(plain.Table("to"), mail.Table("to"));
        Assert.Equal(plain.Table("cc"), mail.Table("cc"));
        Assert.Empty(mail.Texts("defects"));
    }

    private static OutgoingMail ToCertificate(string name)
    {
        var mail = new CertificateMailPayload
        {
            To = "bob@example.net", Size = 0, ContentType = "application/pkcs7-mime", SenderName = name, SenderAddress = "alice@example.com", Language = "en",
        };
        return Samples.Compose.Compose(
            Samples.Sealer(new FakeClock()).Seal(mail, TenantCatalog.Default, Guid.NewGuid(), Guid.NewGuid()), JsonSerializer.SerializeToUtf8Bytes(mail));
    }

    private async Task<PythonMail?> TryReplyAsync(string name)
    {
        try
        {
            return await ReplyAsync(name);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private async Task<PythonMail> ReplyAsync(string name)
    {
        Assert.NotNull(await SendAsync(Reply() with { From = new MailAddress(name, Post.Anna) }));
        return await LeavesAsync();
    }

    private async Task<PythonMail> ReceiptAsync(string name)
    {
        var post = new Post(Installation);
        var id = await post.DeliveryAsync(await post.DeliverAsync("Disposition-Notification-To: sam@sender.example\r\n" + Post.Mail("Wanted"), Post.Anna));
        await Installation.QueryAsync(db => db.Outbox.ExecuteDeleteAsync());
        using (var opened = await Get<OpenMessage>().OpenAsync([Anna], id, CancellationToken.None))
        {
            var call = new ReceiptCall(opened!, "default", name, SignInMethods.Password, Installation.Clock.GetUtcNow(), ByHand: false);
            Assert.True(await Get<SendReceipt>().RunAsync(call, CancellationToken.None));
        }

        return await LeavesAsync();
    }

    private async Task<PythonMail> LeavesAsync()
    {
        await DeliverAsync();
        var path = Assert.Single(Outgoing());
        var mail = await PythonMail.ReadAsync(await OpenAsync(await File.ReadAllBytesAsync(path)));
        File.Delete(path);
        return mail;
    }
}
