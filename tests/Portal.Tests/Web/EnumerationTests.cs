using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Accounts.Resets;
using Portal.Core.Keys;
using Portal.Core.Storage.Model;
using Xunit;
using Xunit.Abstractions;

namespace Portal.Tests.Web;

/// <summary>Tests that measure time run while no other does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ClockTests
{
    public const string Name = "clock";
}

/// <summary>
/// Neither what an answer says nor when it comes tells whether an address is known (threat B1): 200 known and 200 unknown addresses, mixed. The clock
/// is checked in the same run against an answer that leaves the password hash, or the row, out: that it must see.
/// </summary>
[Collection(ClockTests.Name)]
public sealed class EnumerationTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Each = 200;
    private const int Tries = 5; // something else may run on the machine for a while, a difference is always there
    private static readonly TimeSpan MostApart = TimeSpan.FromMilliseconds(5);

    private TestPortal _portal = null!;

    public async Task InitializeAsync()
    {
        _portal = await TestPortal.StartAsync(
            ("Portal:RateLimits:SignIns", "100000"), ("Portal:RateLimits:Resets", "100000"), ("Portal:RateLimits:MailCodes", "100000"),
            ("Tenants:default:SignInByMailCode", "true"));
        (await _portal.RegisterAsync(await _portal.DeliverAsync("first@example.org", Mails.Plain()))).Dispose();
    }

    public async Task DisposeAsync() => await _portal.DisposeAsync();

    [Fact]
    public async Task A_wrong_password_is_answered_alike_and_in_the_same_time_whether_the_address_is_known()
    {
        await CompareAsync("/sign-in", round => address => [("email", address), ("password", $"not the password {round}")]);
        var hashing = await MedianAsync("/sign-in", address => [("email", address), ("password", "wrong")]);
        var without = await MedianAsync("/sign-in", address => [("email", address), ("password", "")]);
        Assert.True(hashing - without > MostApart, $"The clock does not see a hash: {hashing} and {without}");
    }

    [Fact]
    public async Task Asking_for_a_new_password_is_answered_alike_and_in_the_same_time_whether_the_address_is_known_which_alone_gets_the_mail()
    {
        var known = await CompareAsync("/forgotten", _ => address => [("email", address)]);
        while (await _portal.QueryAsync(db => db.PasswordResets.AnyAsync(r => r.State == ResetState.Asked)))
        {
            await _portal.App.Services.GetRequiredService<AnswerResets>().RunAsync(CancellationToken.None);
        }

        Assert.Equal(known, await MailedAsync());
        Assert.Equal(known.Count, await _portal.QueryAsync(db => db.Outbox.CountAsync(o => o.Kind == OutboxKind.PasswordReset)));
    }

    [Fact]
    public async Task Asking_for_a_code_by_mail_is_answered_alike_and_in_the_same_time_whether_the_address_is_known_which_alone_gets_the_mail()
    {
        var known = await CompareAsync("/sign-in/code", _ => address => [("email", address)]);
        Assert.Equal(known, await MailedAsync());
        Assert.Equal(known.Count, await _portal.QueryAsync(db => db.Outbox.CountAsync(o => o.Kind == OutboxKind.MailCode)));
    }

    // Of every address that was compared: those to which a mail is on its way.
    private async Task<List<string>> MailedAsync()
    {
        var (vault, entries) = (_portal.App.Services.GetRequiredService<VaultKey>(), await _portal.QueryAsync(db => db.Outbox.ToListAsync()));
        return [.. entries.Select(e => JsonDocument.Parse(VaultBox.Open(vault, "outbox", e.Id, e.Box)).RootElement.GetProperty("To").GetString()!)
            .Where(to => to.StartsWith("somebody", StringComparison.Ordinal) || to.StartsWith("unknown", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }

    // Gives the known addresses of all rounds. A known and an unknown one are asked for one after the other, in either order, and their difference is
    // what counts: what slows the machine down for a second slows both. Every round adds to the ones before.
    private async Task<List<string>> CompareAsync(string path, Func<int, Func<string, (string, string)[]>> fields)
    {
        var (all, apart) = (new List<string>(), new List<TimeSpan>());
        for (var round = 1; ; round++)
        {
            var known = await AddKnownAsync(round);
            all.AddRange(known);
            var pairs = known.Select((address, i) => (Known: address, Unknown: $"unknown-{round:D2}-{i:D3}@example.org")).ToList();
            var order = pairs.SelectMany(pair => RandomNumberGenerator.GetInt32(2) == 0 ? (string[])[pair.Known, pair.Unknown] : [pair.Unknown, pair.Known]);
            var times = await MeasureAsync(path, [.. order], fields(round));
            apart.AddRange(pairs.Select(pair => times[pair.Known] - times[pair.Unknown]));
            var (known50, unknown50) = (Median(pairs.Select(pair => times[pair.Known])), Median(pairs.Select(pair => times[pair.Unknown])));
            output.WriteLine(
                $"{path}: medians {known50.TotalMilliseconds:F2} and {unknown50.TotalMilliseconds:F2} ms, of all pairs {Median(apart).TotalMilliseconds:+0.00;-0.00} ms apart");
            if (Median(apart).Duration() < MostApart)
            {
                return all;
            }

            Assert.True(round < Tries, $"{path}: {Median(apart).TotalMilliseconds:F2} ms apart.");
        }
    }

    private async Task<Dictionary<string, TimeSpan>> MeasureAsync(string path, string[] addresses, Func<string, (string, string)[]> fields)
    {
        using var browser = _portal.Browser();
        var form = Browser.Hidden(await browser.ReadAsync(path), path).ToList();
        var (times, answers) = (new Dictionary<string, TimeSpan>(), new HashSet<string>());
        foreach (var address in addresses)
        {
            var started = Stopwatch.GetTimestamp();
            var response = await browser.PostAsync(path, [.. form, .. fields(address)]);
            await response.Content.LoadIntoBufferAsync();
            times[address] = Stopwatch.GetElapsedTime(started);
            answers.Add(await response.SeenAsync(address));
        }

        SeenAnswer.AssertAlike(answers);
        return times;
    }

    private async Task<TimeSpan> MedianAsync(string path, Func<string, (string, string)[]> fields)
    {
        var addresses = Enumerable.Range(0, 21).Select(i => $"control-{i:D2}@example.org").ToArray();
        return Median((await MeasureAsync(path, addresses, fields)).Values);
    }

    // Accounts of their own with a hash that no password of this test fits.
    private async Task<List<string>> AddKnownAsync(int round) => await _portal.QueryAsync(async db =>
    {
        var account = await db.Users.AsNoTracking().OrderBy(a => a.RegisteredAt).FirstAsync();
        var mailbox = await db.Mailboxes.AsNoTracking().FirstAsync(m => m.AccountId == account.Id);
        var addresses = Enumerable.Range(0, Each).Select(i => $"somebody{round:D2}-{i:D3}@example.org").ToList();
        foreach (var address in addresses)
        {
            var id = Guid.NewGuid();
            db.Add(new Account
            {
                Id = id, UserName = $"{id:N}", NormalizedUserName = $"{id:N}".ToUpperInvariant(), PasswordHash = account.PasswordHash,
                RegisteredAt = account.RegisteredAt.AddDays(1), Profile = account.Profile, LockoutEnabled = true,
            });
            db.Add(new Mailbox
            {
                Id = Guid.NewGuid(), Tenant = mailbox.Tenant, Address = address, PublicKey = mailbox.PublicKey, AccountId = id, CreatedAt = mailbox.CreatedAt,
            });
        }

        await db.SaveChangesAsync();
        return addresses;
    });

    private static TimeSpan Median(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
