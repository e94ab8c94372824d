using System.Text;
using System.Text.Json;
using Portal.Core.Keys;
using Portal.Core.Outbox;
using Portal.Core.Sealing;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;
using Xunit;

namespace Portal.Core.Tests.Outbox;

public sealed class OutboxSealerTests
{
    private readonly FakeClock _clock = new();

    [Fact]
    public void A_notice_comes_back_as_it_went_in()
    {
        var entry = Samples.Sealer(_clock).Seal(Samples.Notice, TenantCatalog.Default);
        var plain = VaultBox.Open(Samples.Vault, OutboxSealer.Purpose, entry.Id, entry.Box);
        Assert.Equal(Samples.Notice, JsonSerializer.Deserialize<NoticePayload>(plain));
    }

    [Fact]
    public void An_initial_password_comes_back_as_it_went_in()
    {
        var entry = Samples.Sealer(_clock).Seal(Samples.Password, TenantCatalog.Default);
        var plain = VaultBox.Open(Samples.Vault, OutboxSealer.Purpose, entry.Id, entry.Box);
        Assert.Equal(Samples.Password, JsonSerializer.Deserialize<InitialPasswordPayload>(plain));
    }

    [Fact]
    public void A_new_entry_waits_and_is_due_at_once()
    {
        var entry = Samples.Sealer(_clock).Seal(Samples.Password, TenantCatalog.Default);
        Assert.Equal(OutboxState.Waiting, entry.State);
        Assert.Equal(OutboxKind.InitialPassword, entry.Kind);
        Assert.Equal(_clock.GetUtcNow(), entry.DueAt);
        Assert.Equal(_clock.GetUtcNow(), entry.CreatedAt);
        Assert.Equal((0, null), (entry.Attempts, entry.LastFailure));
    }

    [Fact]
    public void Nothing_of_what_it_says_is_in_the_stored_bytes()
    {
        var box = Encoding.Latin1.GetString(Samples.Sealer(_clock).Seal(Samples.Password, TenantCatalog.Default).Box);
        Assert.DoesNotContain("k7mq", box, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("example", box, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Another_vault_key_or_another_entrys_id_opens_nothing()
    {
        var entry = Samples.Entry(_clock);
        using var stranger = new VaultKey(P256KeyPair.Create());
        Assert.Throws<SealingException>(() => VaultBox.Open(stranger, OutboxSealer.Purpose, entry.Id, entry.Box));
        Assert.Throws<SealingException>(() => VaultBox.Open(Samples.Vault, OutboxSealer.Purpose, Guid.NewGuid(), entry.Box));
    }

    [Fact]
    public void What_a_payload_holds_is_not_in_its_text()
    {
        Assert.Equal("NoticePayload", Samples.Notice.ToString());
        Assert.Equal("InitialPasswordPayload", $"{Samples.Password}");
        Assert.Equal("OutgoingMail", Samples.Mail(Samples.Password).ToString());
    }
}
