using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
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
public sealed partial class EnumerationTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Each = 200;
    private const int Tries = 3; // something else may run on the machine once, a difference is always there
    private static readonly TimeSpan MostApart = TimeSpan.FromMilliseconds(5);

    private TestPortal _portal = null!;

    public async Task InitializeAsync()
    {
        _portal = await TestPortal.StartAsync(("Portal:RateLimits:SignIns", "100000"), ("Portal:RateLimits:Resets", "100000"));
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
    public async Task Asking_for_a_new_password_is_answered_alike_and_in_the_same_time_whether_the_address_is_known() =>
        await CompareAsync("/forgotten", _ => address => [("email", address)]);

    private async Task CompareAsync(string path, Func<int, Func<string, (string, string)[]>> fields)
    {
        for (var round = 1; ; round++)
        {
            var known = await AddKnownAsync(round);
            var unknown = Enumerable.Range(0, Each).Select(i => $"unknown-{round:D2}-{i:D3}@example.org").ToList();
            var times = await MeasureAsync(path, [.. known, .. unknown], fields(round));
            var apart = Median(known.Select(k => times[k])) - Median(unknown.Select(u => times[u]));
            output.WriteLine($"{path}: {apart.TotalMilliseconds:+0.00;-0.00} ms apart");
            if (apart.Duration() < MostApart)
            {
                return;
            }

            Assert.True(round < Tries, $"{path}: the medians are {apart.TotalMilliseconds:F2} ms apart.");
        }
    }

    private async Task<Dictionary<string, TimeSpan>> MeasureAsync(string path, string[] addresses, Func<string, (string, string)[]> fields)
    {
        RandomNumberGenerator.Shuffle<string>(addresses);
        using var browser = _portal.Browser();
        var form = Browser.Hidden(await browser.ReadAsync(path), path).ToList();
        var (times, answers) = (new Dictionary<string, TimeSpan>(), new HashSet<string>());
        foreach (var address in addresses)
        {
            var started = Stopwatch.GetTimestamp();
            var response = await browser.PostAsync(path, [.. form, .. fields(address)]);
            var body = await response.Content.ReadAsStringAsync();
            times[address] = Stopwatch.GetElapsedTime(started);
            answers.Add(Plain($"{(int)response.StatusCode}\n{response.Headers}{response.Content.Headers}\n{body}", address));
        }

        Assert.Single(answers);
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

    // What differs between any two answers: the address that was typed, tokens, words of the policy, and their lengths.
    private static string Plain(string answer, string address) =>
        Changing().Replace(answer, "").Replace(address, "ADDRESS", StringComparison.Ordinal)
            .Replace(System.Net.WebUtility.HtmlEncode(address), "ADDRESS", StringComparison.Ordinal);

    private static TimeSpan Median(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    [GeneratedRegex("(?:name=\"(?:__RequestVerificationToken|token)\"|data-options=| nonce=)[^>]*>|'nonce-[^']*'|Set-Cookie: [^\\n]*\\n|Content-Length: [^\\n]*\\n")]
    private static partial Regex Changing();
}
