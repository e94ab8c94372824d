using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Accounts.Resets;
using Portal.Core.Keys;
using Portal.Core.Messages.Export;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Accounts.Resets;
using Xunit;

namespace Portal.Core.Tests.Messages.Export;

/// <summary>All that is stored of a person's ways in stands in the download, and no secret of them.</summary>
public sealed class DescribeAccountTests : IAsyncLifetime
{
    private ResetBench _bench = null!;

    public async Task InitializeAsync()
    {
        _bench = await ResetBench.StartAsync();
        var (anna, at) = (_bench.Anna.Id, _bench.Installation.Clock.GetUtcNow());
        var profile = _bench.Get<ProfileBox>().Seal(new AccountProfile("Anna") { Mobile = "+41791234567" }, anna);
        await _bench.Get<SetQuestion>().SetAsync(anna, "Which boat?", "windrose", CancellationToken.None);
        await _bench.Installation.QueryAsync(async db =>
        {
            await db.Users.ExecuteUpdateAsync(set => set.SetProperty(a => a.Profile, profile));
            db.Add(new Passkey
            {
                CredentialId = [1, 2, 3], AccountId = anna, PublicKey = [4], IsBackupEligible = false, Mac = new byte[32],
                Name = VaultBox.Seal(_bench.Get<VaultPublicKey>(), "passkey", anna, Encoding.UTF8.GetBytes("The blue key")),
                Transports = "usb", CreatedAt = at, SignCount = 0, IsBackedUp = false,
            });
            db.Add(new ExternalLogin { Id = new byte[32], AccountId = anna, Provider = "office", CreatedAt = at, LastSignInAt = at });
            db.Add(new SecondFactor { AccountId = anna, AuthenticatorSecret = [9], AuthenticatorAt = at });
            db.Add(new FactorEvent { At = at, AccountId = anna, Change = FactorChange.MobileAdded });
            db.Add(new FactorEvent { At = at, AccountId = Guid.NewGuid(), Change = FactorChange.AllReset });
            return await db.SaveChangesAsync();
        });
    }

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task Number_passkeys_providers_question_and_changes_are_named()
    {
        using var document = await DescribeAsync();
        var (root, ways) = (document.RootElement, document.RootElement.GetProperty("waysIn"));
        Assert.Equal("+41791234567", root.GetProperty("profile").GetProperty("mobile").GetString());
        Assert.Equal(_bench.Installation.Clock.GetUtcNow(), ways.GetProperty("authenticatorSince").GetDateTimeOffset());
        var passkey = Assert.Single(ways.GetProperty("passkeys").EnumerateArray());
        Assert.Equal(("The blue key", _bench.Installation.Clock.GetUtcNow()), (passkey.GetProperty("name").GetString(), passkey.GetProperty("createdAt").GetDateTimeOffset()));
        Assert.Equal("office", Assert.Single(ways.GetProperty("providers").EnumerateArray()).GetProperty("provider").GetString());
        Assert.Equal("Which boat?", ways.GetProperty("securityQuestion").GetString());
        Assert.Equal("mobileAdded", Assert.Single(ways.GetProperty("changes").EnumerateArray()).GetProperty("change").GetString());
    }

    [Fact]
    public async Task No_answer_hash_or_secret_is_named()
    {
        var hashes = await _bench.Installation.QueryAsync(async db => new[]
        {
            await db.ResetQuestions.Select(q => q.AnswerHash).SingleAsync(), await db.Users.Select(a => a.PasswordHash).SingleAsync(),
        });
        using var document = await DescribeAsync();
        var text = document.RootElement.GetRawText();
        Assert.All(hashes.Append("windrose"), hash => Assert.DoesNotContain(hash!, text, StringComparison.Ordinal));
        Assert.DoesNotContain("answer", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("secret", text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_damaged_name_or_question_keeps_nothing_else_back()
    {
        byte[] damaged = [1, 2, 3];
        await _bench.Installation.QueryAsync(async db => await db.Passkeys.ExecuteUpdateAsync(set => set.SetProperty(p => p.Name, damaged))
            + await db.ResetQuestions.ExecuteUpdateAsync(set => set.SetProperty(q => q.Question, damaged)));
        using var document = await DescribeAsync();
        var ways = document.RootElement.GetProperty("waysIn");
        Assert.Equal(JsonValueKind.Null, ways.GetProperty("passkeys").ValueKind);
        Assert.Equal(JsonValueKind.Null, ways.GetProperty("securityQuestion").ValueKind);
        Assert.Equal(1, ways.GetProperty("providers").GetArrayLength());
    }

    private async Task<JsonDocument> DescribeAsync() => JsonDocument.Parse((await _bench.Get<DescribeAccount>().AsJsonAsync(
        _bench.Anna.Id, "default", [], new ExportedMails(0, [], []), CancellationToken.None))!);
}
