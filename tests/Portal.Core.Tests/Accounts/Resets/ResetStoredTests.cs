using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Accounts.Resets;
using Portal.Core.Keys;
using Portal.Core.Sealing;
using Portal.Core.Storage.Model;
using Xunit;

namespace Portal.Core.Tests.Accounts.Resets;

/// <summary>Who can write to the database changes what it has of requests and questions: nothing opens that did not before.</summary>
public sealed class ResetStoredTests
{
    [Fact]
    public async Task Boxes_of_requests_and_questions_are_refused_when_they_are_changed_or_anothers()
    {
        await using var bench = await ResetBench.StartAsync();
        var (vault, id) = (bench.Get<VaultKey>(), Guid.NewGuid());
        var request = ResetBox.Seal(vault.Public, new ResetContent("a@b.example", "en", "", ""), id);
        var question = QuestionBox.Seal(vault.Public, "Which boat?", id);
        Assert.Equal("a@b.example", ResetBox.Open(vault, request, id).Address);
        Assert.Throws<SealingException>(() => ResetBox.Open(vault, request, Guid.NewGuid()));
        for (var place = 0; place < request.Length; place++)
        {
            Assert.Throws<SealingException>(() => ResetBox.Open(vault, Changed(request, place), id));
        }

        for (var place = 0; place < question.Length; place++)
        {
            var row = new ResetQuestion { Id = id, AccountId = id, Question = Changed(question, place), AnswerHash = "" };
            Assert.Throws<SealingException>(() => QuestionBox.Open(vault, row));
        }
    }

    [Fact]
    public async Task A_changed_hash_of_a_token_finds_nothing_and_one_that_is_put_in_opens_only_what_its_writer_knows()
    {
        await using var bench = await ResetBench.StartAsync();
        var token = await bench.TokenAsync();
        var hash = NoticeToken.HashOf(token)!;
        for (var place = 0; place < hash.Length; place++)
        {
            var changed = Changed(hash, place);
            await bench.Installation.QueryAsync(db => db.PasswordResets.ExecuteUpdateAsync(set => set.SetProperty(r => r.TokenHash, changed)));
            Assert.Null(await bench.Get<FindReset>().FindAsync(token, CancellationToken.None));
        }
    }

    [Fact]
    public async Task A_code_is_keyed_and_bound_to_its_request_and_the_browser()
    {
        await using var bench = await ResetBench.StartAsync();
        var browser = ResetSecret.Create();
        await bench.AskAsync(browser: browser);
        var plain = SHA256.HashData("12345678"u8);
        var others = SendResetCode.Hash(bench.Get<ServerPepper>(), "12345678", Guid.NewGuid());
        foreach (var hash in (byte[][])[plain, others, []])
        {
            await bench.Installation.QueryAsync(db => db.PasswordResets.ExecuteUpdateAsync(
                set => set.SetProperty(r => r.State, ResetState.CodeSent).SetProperty(r => r.CodeHash, hash).SetProperty(r => r.TriesLeft, 5)));
            Assert.Null(await bench.Get<RedeemCode>().RedeemAsync("12345678", browser, CancellationToken.None));
        }

        var id = await bench.Installation.QueryAsync(db => db.PasswordResets.Select(r => r.Id).SingleAsync());
        var own = SendResetCode.Hash(bench.Get<ServerPepper>(), "12345678", id);
        var stranger = ResetSecret.Create().Hash;
        await bench.Installation.QueryAsync(db => db.Database.ExecuteSqlAsync($"UPDATE PasswordResets SET CodeHash = {own}, BrowserHash = {stranger}"));
        Assert.Null(await bench.Get<RedeemCode>().RedeemAsync("12345678", browser, CancellationToken.None));
        await bench.Installation.QueryAsync(db => db.Database.ExecuteSqlAsync($"UPDATE PasswordResets SET BrowserHash = {browser.Hash}"));
        Assert.NotNull(await bench.Get<RedeemCode>().RedeemAsync("12345678", browser, CancellationToken.None));
    }

    [Fact]
    public async Task The_hash_of_an_answer_is_no_password()
    {
        await using var bench = await ResetBench.StartAsync();
        await bench.Get<SetQuestion>().SetAsync(bench.Anna.Id, "Which boat?", "windrose", CancellationToken.None);
        var hash = await bench.Installation.QueryAsync(db => db.ResetQuestions.Select(q => q.AnswerHash).SingleAsync());
        await bench.Installation.QueryAsync(db => db.Users.ExecuteUpdateAsync(set => set.SetProperty(a => a.PasswordHash, hash)));

        Assert.Null(await bench.CheckAsync("windrose"));
    }

    private static byte[] Changed(byte[] bytes, int place)
    {
        var changed = (byte[])bytes.Clone();
        changed[place] ^= (byte)(1 << (place % 8));
        return changed;
    }
}
