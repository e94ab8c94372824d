using System.Security.Cryptography.X509Certificates;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Portal.Core.Mailboxes;
using Portal.Core.Messages.Replies;
using Portal.Core.Mime;
using Portal.Core.Outbox;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Storage;
using Portal.Core.Tunnel;
using TestKit;
using Xunit;

namespace Portal.Core.Tests.Messages.Replies;

/// <summary>Anna with a mail to answer, and a gateway whose S/MIME is OpenSSL's.</summary>
public abstract class ReplyBench : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();

    private protected Installation Installation { get; private set; } = null!;

    private protected OpenSslGateway Gateway { get; private set; } = null!;

    private protected UnlockedMailbox Anna { get; private set; } = null!;

    /// <summary>The delivery that is answered.</summary>
    protected Guid Received { get; private set; }

    private protected virtual (string Key, string Value)[] Settings => [];

    public virtual async Task InitializeAsync()
    {
        var relay = new ConfigurationBuilder().AddInMemoryCollection(Settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build();
        Installation = await Installation.StartAsync(services => services.AddOutbox(relay), Settings);
        Get<SigningKeyFile>().CreateMissing();
        Gateway = await OpenSslGateway.CreateAsync(_folder.Path);
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(Gateway.CertificateFile);
        Installation.Clock.Move(TimeProvider.System.GetUtcNow() - Installation.Clock.GetUtcNow());
        await Get<TrustedGateways>().TrustAsync("gateway", "default", certificate, outerHeaders: false, CancellationToken.None);
        var post = new Post(Installation);
        Received = await post.DeliveryAsync(await post.DeliverAsync(Post.Mail("Question"), Post.Anna));
        Anna = await post.UnlockAsync(Post.Anna);
        await Installation.QueryAsync(db => db.Outbox.ExecuteDeleteAsync());
    }

    public virtual async Task DisposeAsync()
    {
        Anna.Key.Dispose();
        await Installation.DisposeAsync();
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => _folder.Dispose();

    private protected T Get<T>()
        where T : notnull => Installation.Get<T>();

    private protected Reply Reply(string subject = "Re: Question", string text = "Here is the answer.") => new()
    {
        Mailbox = Anna,
        Tenant = "default",
        Gateway = "gateway",
        From = new MailAddress("Anna Recipient", Post.Anna),
        To = [new MailAddress("Sam Sender", "sam@sender.example")],
        Subject = subject,
        Text = text,
        InReplyTo = "<question@sender.example>",
        References = ["<first@sender.example>", "<question@sender.example>"],
        Answers = Received,
        Language = "en",
    };

    private protected Task<Guid?> SendAsync(Reply reply) => Get<ISendReply>().SendAsync(reply, CancellationToken.None);

    private protected static ReplyFile FileOf(string name, byte[] content, string type = "application/octet-stream") =>
        new(name, type, content.Length, _ => Task.FromResult<Stream>(new MemoryStream(content)));

    /// <summary>Lets the outbox try once all that is due.</summary>
    private protected async Task<IReadOnlyList<Settlement>> DeliverAsync()
    {
        var queue = Get<OutboxQueue>();
        var settled = new List<Settlement>();
        foreach (var entry in await queue.TurnAsync([], 1000, TimeSpan.FromMinutes(5), CancellationToken.None))
        {
            settled.Add(await Get<SendEntry>().SendAsync(entry, CancellationToken.None));
        }

        await queue.TurnAsync(settled, 0, TimeSpan.FromMinutes(5), CancellationToken.None);
        await Get<DropSentBlobs>().RunAsync(settled, CancellationToken.None);
        return settled;
    }

    private protected string[] Outgoing() => Directory.Exists(Path.Combine(Installation.Folder, "outgoing"))
        ? [.. Directory.GetFiles(Path.Combine(Installation.Folder, "outgoing"), "*.eml").Order(StringComparer.Ordinal)]
        : [];

    /// <summary>What the gateway finds in a mail: OpenSSL decrypts it and verifies that the portal signed it.</summary>
    private protected Task<byte[]> OpenAsync(byte[] mail) => Gateway.UnwrapAsync(mail, Get<SigningKeyFile>().CertificatePath);

    private protected Task<List<OutboxEntry>> EntriesAsync() => Installation.QueryAsync(db => db.Outbox.AsNoTracking().ToListAsync());
}
