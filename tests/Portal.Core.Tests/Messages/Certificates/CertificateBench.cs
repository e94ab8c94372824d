using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.Accounts.Factors;
using Portal.Core.Keys;
using Portal.Core.Messages.Certificates;
using Portal.Core.Outbox;
using Portal.Core.Outbox.Mails;
using Portal.Core.Storage.Blobs;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;
using Microsoft.Extensions.Configuration;
using Portal.Core.Tests.Outbox;
using Portal.Core.Tests.Storage;
using TestKit;
using Xunit;

namespace Portal.Core.Tests.Messages.Certificates;

/// <summary>Anna, who has a key pair and its certificate, and a relay of her portal's.</summary>
public abstract partial class CertificateBench : IAsyncLifetime, IAsyncDisposable
{
    private protected ScriptedServer Server { get; } = new();

    private protected Installation Installation { get; private set; } = null!;

    private protected OwnKey Key { get; private set; } = null!;

    private protected FactorOwner Anna { get; private set; } = null!;

    protected Guid MailboxId { get; private set; }

    private protected virtual (string Key, string Value)[] Settings => [];

    public async Task InitializeAsync()
    {
        var relay = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Relay:Host"] = "127.0.0.1", ["Relay:Port"] = $"{Server.Port}", ["Relay:Security"] = "None",
        }).Build();
        Installation = await Installation.StartAsync(
            services => services.AddOutbox(relay),
            [("Tenants:default:OwnCertificateMaxBytes", "200000"), ("Tenants:default:SentConfirmation", "On"), .. Settings]);
        Key = OwnKey.Create(Installation.Clock.GetUtcNow());
        Anna = new FactorOwner((await Accounts.Person.RegisterAsync(Installation, Post.Anna)).Id, "default", "Firefox, Linux");
        MailboxId = await Installation.QueryAsync(db => db.Mailboxes.Select(m => m.Id).SingleAsync());
        await Installation.QueryAsync(db => db.Outbox.ExecuteDeleteAsync());
        await Installation.QueryAsync(db => db.Users.ExecuteUpdateAsync(set => set.SetProperty(a => a.Language, "en")));
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    public async Task DisposeAsync()
    {
        Key.Dispose();
        await Installation.DisposeAsync();
    }

    private protected async Task UseAsync()
    {
        Assert.Null(await AddAsync(Key.Pem));
        Assert.Equal(ProveCertificateOutcome.Proved, await ProveAsync(await CodeAsync()));
    }

    private protected Task<CertificateFault?> AddAsync(byte[] upload) =>
        Installation.Get<AddCertificate>().AddAsync(Anna, MailboxId, upload, "en", CancellationToken.None);

    private protected async Task<ProveCertificateOutcome> ProveAsync(string code) =>
        await Installation.Get<ProveCertificate>().ProveAsync(Anna, await RowAsync(), code, CancellationToken.None);

    private protected async Task<string> CodeAsync() =>
        Digits().Match(await Key.DecryptAsync(await ComposeAsync((await EntriesAsync(OutboxKind.CertificateChallenge)).Last()))).Value;

    private protected Task<Guid> RowAsync() => Installation.QueryAsync(db => db.MailboxCertificates.Select(c => c.Id).SingleAsync());

    private protected Task<Guid> DeliverAsync(string subject) => new Post(Installation).DeliverAsync(Post.Mail(subject), Post.Anna);

    private protected Task TellAsync() => Installation.Get<TellOfCertificateEnds>().RunAsync(CancellationToken.None);

    private protected Task<List<OutboxEntry>> EntriesAsync(OutboxKind kind) =>
        Installation.QueryAsync(db => db.Outbox.Where(o => o.Kind == kind).OrderBy(o => o.CreatedAt).ToListAsync());

    private protected Task<IReadOnlyList<SentConfirmationPayload>> ConfirmationsAsync() =>
        OpenedOutbox.OfAsync(Installation, OutboxKind.SentConfirmation, OutboxJson.Default.SentConfirmationPayload);

    private protected async Task<byte[]> ComposeAsync(OutboxEntry entry)
    {
        var compose = new ComposeMail(
            Installation.Get<TenantCatalog>(), Options.Create(new PortalOptions { PublicUrl = new Uri("https://portal.example.com") }), Installation.Get<BlobFolder>());
        var mail = compose.Compose(entry, VaultBox.Open(Installation.Get<VaultKey>(), OutboxSealer.Purpose, entry.Id, entry.Box));
        using var bytes = new MemoryStream();
        bytes.Write(mail.Content.Span);
        if (mail.Body is { } body)
        {
            await using var content = body.Open();
            await content.CopyToAsync(bytes);
        }

        return bytes.ToArray();
    }

    [GeneratedRegex("[0-9]{4} [0-9]{4}")]
    private protected static partial Regex Digits();
}
