using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using TestKit;

namespace Portal.Benchmarks;

/// <summary>
/// What a sign-in costs beside its password hash, and what 500 at once leave to a reader: time for messages, and memory. The bare PBKDF2 of
/// the same run is the yardstick of the first, the reader alone of the second.
/// </summary>
internal static class SignInBenchmark
{
    private const int People = 50;
    private const int AtOnce = 500;
    private const int Rounds = 3;
    private const int InARow = 20;

    public static async Task RunAsync(Report report)
    {
        await using var installation = await Installation.CreateAsync();
        await Reader.CreateAsync(installation.Services, "reader@example.org", 10);
        for (var i = 0; i < People; i++)
        {
            await Reader.CreateAsync(installation.Services, Address(i), 1);
        }

        await using var portal = await RunningPortal.StartAsync(
            installation.Data, "--Portal:RateLimits:SignIns=100000", "--Logging:LogLevel:Default=Error");
        await OneByOneAsync(report, portal);
        await AtOnceAsync(report, portal);
    }

    private static string Address(int person) => $"person{person}@example.org";

    private static async Task OneByOneAsync(Report report, RunningPortal portal)
    {
        var (signIns, hashes) = (new List<double>(), new List<double>());
        for (var round = -2; round < Rounds; round++) // two rounds make it warm
        {
            var forms = await LoadAsync(portal, InARow);
            var before = ProcessUsage.Cpu(portal.ProcessId);
            for (var i = 0; i < InARow; i++)
            {
                if (await forms[i].SendAsync(Address(i)) is not (HttpStatusCode.Found or HttpStatusCode.SeeOther) and var status)
                {
                    throw new InvalidOperationException($"The sign-in was answered with {status}.");
                }
            }

            var cost = (ProcessUsage.Cpu(portal.ProcessId) - before).TotalMilliseconds / InARow;
            forms.ForEach(form => form.Dispose());
            var hash = HashCost();
            if (round >= 0)
            {
                signIns.Add(cost);
                hashes.Add(hash);
            }
        }

        report.Add("sign_in_cpu", Report.Median(signIns), "ms");
        report.Add("sign_in_yardstick_pbkdf2_cpu", Report.Median(hashes), "ms");
        report.Add("sign_in_cpu_beside_the_hash", Report.Median(signIns) - Report.Median(hashes), "ms");
    }

    private static double HashCost()
    {
        var (salt, before) = (new byte[32], Environment.CpuUsage.TotalTime);
        for (var i = 0; i < 5; i++)
        {
            Rfc2898DeriveBytes.Pbkdf2(Reader.Password, salt, 210_000, HashAlgorithmName.SHA512, 64);
        }

        return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / 5;
    }

    private static async Task AtOnceAsync(Report report, RunningPortal portal)
    {
        using var reader = new WebReader(portal);
        await reader.SignInAsync("reader@example.org");
        var message = await reader.FirstMessageAsync();
        var forms = await LoadAsync(portal, AtOnce);
        report.Add("message_alone_yardstick_p95", P95(await ReadWhileAsync(reader, message, Task.Delay(TimeSpan.FromSeconds(5)))), "ms");

        var idle = ProcessUsage.Resident(portal.ProcessId);
        ProcessUsage.ResetPeak(portal.ProcessId);
        var watch = Stopwatch.StartNew();
        var signIns = Task.WhenAll(forms.Select((form, i) => form.SendAsync(Address(i % People))));
        var times = await ReadWhileAsync(reader, message, signIns);
        var answers = await signIns;
        report.Add("sign_ins_500_at_once", watch.Elapsed.TotalSeconds, "s");
        report.Add("sign_ins_500_answered_303", answers.Count(a => a == HttpStatusCode.SeeOther || a == HttpStatusCode.Found), "count");
        report.Add("sign_ins_500_answered_503", answers.Count(a => a == HttpStatusCode.ServiceUnavailable), "count");
        report.Add("message_beside_500_sign_ins_p95", P95(times), "ms");
        report.Add("sign_ins_500_memory_above_idle", (ProcessUsage.Peak(portal.ProcessId) - idle) / 1e6, "MB");
        forms.ForEach(form => form.Dispose());
    }

    private static async Task<List<SignInForm>> LoadAsync(RunningPortal portal, int count)
    {
        var forms = Enumerable.Range(0, count).Select(_ => new SignInForm(portal)).ToList();
        await Task.WhenAll(forms.Select(form => form.LoadAsync()));
        return forms;
    }

    private static async Task<IReadOnlyCollection<double>> ReadWhileAsync(WebReader reader, string message, Task work)
    {
        var times = new ConcurrentBag<double>();
        do
        {
            var watch = Stopwatch.StartNew();
            await reader.GetAsync(message);
            times.Add(watch.Elapsed.TotalMilliseconds);
        }
        while (!work.IsCompleted);
        return times;
    }

    private static double P95(IReadOnlyCollection<double> times) => times.Order().ElementAt(times.Count * 95 / 100);

    /// <summary>A sign-in form that was loaded before, so that its cost is not counted.</summary>
    private sealed class SignInForm(RunningPortal portal) : IDisposable
    {
        private readonly HttpClient _client = portal.CreateClient(follow: false);
        private string _token = "";

        public async Task LoadAsync() => _token = WebReader.TokenOf(await _client.GetStringAsync("/sign-in"));

        public async Task<HttpStatusCode> SendAsync(string address)
        {
            using var answer = await _client.PostAsync("/sign-in", new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["email"] = address,
                ["password"] = Reader.Password,
                ["__RequestVerificationToken"] = _token,
            }));
            return answer.StatusCode;
        }

        public void Dispose() => _client.Dispose();
    }
}
