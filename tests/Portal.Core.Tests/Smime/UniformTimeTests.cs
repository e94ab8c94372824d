using System.Diagnostics;
using System.Security.Cryptography;
using Portal.Core.Smime;
using Xunit;
using Xunit.Abstractions;

namespace Portal.Core.Tests.Smime;

[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ClockTests
{
    public const string Name = "clock";
}

/// <summary>No clock tells why a mail was refused (threats C3). Mails that are wrong in different ways are opened in turns; what counts
/// is the median of the differences within a turn, which load of the machine shifts for all alike. The measure is checked in the same
/// turns against a reader that leaves one signature out: that it must see, and any two refusals must lie well closer together.</summary>
[Collection(ClockTests.Name)]
public sealed class UniformTimeTests(ITestOutputHelper output)
{
    private const int WarmUp = 250;
    private const int Turns = 300;
    private const int Tries = 4; // something else may run on the machine once, a difference is always there
    private const double MostOfControl = 0.75; // whoever leaves the signature out is more than the whole of it away from the slowest
    private const string Control = "a signature less";

    public static TheoryData<TunnelKeyAlgorithm, TunnelKeyAlgorithm, bool, bool, int> Shapes => new()
    {
        { TunnelKeyAlgorithm.Rsa2048, TunnelKeyAlgorithm.P256, false, false, 2_000 },
        { TunnelKeyAlgorithm.Rsa2048, TunnelKeyAlgorithm.P256, true, true, 2_000 },
        { TunnelKeyAlgorithm.P256, TunnelKeyAlgorithm.P256, true, false, 2_000 },
        { TunnelKeyAlgorithm.P256, TunnelKeyAlgorithm.Rsa4096, false, false, 2_000 },
        { TunnelKeyAlgorithm.Rsa2048, TunnelKeyAlgorithm.P256, false, false, 200_000 },
        { TunnelKeyAlgorithm.P256, TunnelKeyAlgorithm.P256, true, false, 200_000 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Refusals_take_the_same_time_whatever_is_wrong(TunnelKeyAlgorithm tunnel, TunnelKeyAlgorithm signer, bool gcm, bool oaep, int size)
    {
        using var portal = TunnelKey.Create(tunnel, "portal", TimeProvider.System);
        using var other = TunnelKey.Create(tunnel, "other", TimeProvider.System);
        using var gateway = TunnelKey.Create(signer, "gateway", TimeProvider.System);
        using var stranger = TunnelKey.Create(signer, "stranger", TimeProvider.System);
        var mails = new BrokenMails(gateway, stranger).Make(
            new RawEnvelope { Recipient = portal.Certificate, Entity = [], Gcm = gcm, Oaep = oaep }, other, size);
        var reader = new TunnelReader([portal], [new TrustedSigner("gateway", gateway.Certificate)], TimeProvider.System);
        var nobody = new TunnelReader([portal], [], TimeProvider.System);
        var opens = mails.ToDictionary(m => m.Key, m => (reader, m.Value.Cms));
        opens[Control] = (nobody, mails[BrokenMails.Reference].Cms);
        foreach (var (name, (reason, cms)) in mails)
        {
            var refused = Assert.IsType<TunnelResult.Refused>(await reader.OpenAsync(Mails.FromDer(cms), Stream.Null, default));
            Assert.Equal((name, reason ?? refused.Reason), (name, refused.Reason));
        }

        var figures = new List<string>();
        while (!await IsUniformAsync(opens, figures))
        {
            Assert.True(figures.Count < Tries, string.Join('\n', figures));
        }

        figures.ForEach(output.WriteLine);
    }

    private static async Task<bool> IsUniformAsync(Dictionary<string, (TunnelReader Reader, byte[] Cms)> opens, List<string> figures)
    {
        var times = await MeasureAsync(opens);
        var gaps = times.ToDictionary(t => t.Key, t => Median(t.Value.Zip(times[BrokenMails.Reference], (time, reference) => time - reference)));
        figures.Add($"{Median(times[BrokenMails.Reference]):F1} microseconds; " + string.Join(", ", gaps.Select(g => $"{g.Key} {g.Value:+0.0;-0.0}")));
        var refusals = gaps.Where(g => g.Key != Control).Select(g => g.Value).ToList();
        return refusals.Max() - refusals.Min() < -gaps[Control] * MostOfControl;
    }

    private static async Task<Dictionary<string, List<double>>> MeasureAsync(Dictionary<string, (TunnelReader Reader, byte[] Cms)> opens)
    {
        var times = opens.Keys.ToDictionary(name => name, _ => new List<double>());
        var names = opens.Keys.ToArray();
        for (var turn = -WarmUp; turn < Turns; turn++)
        {
            RandomNumberGenerator.Shuffle<string>(names);
            foreach (var name in names)
            {
                var mail = Mails.FromDer(opens[name].Cms);
                var started = Stopwatch.GetTimestamp();
                await opens[name].Reader.OpenAsync(mail, Stream.Null, default);
                var taken = Stopwatch.GetElapsedTime(started);
                if (turn >= 0)
                {
                    times[name].Add(taken.TotalMicroseconds);
                }
            }
        }

        return times;
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Turns / 2);
}
