using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Portal.Core.Smime;

namespace Portal.Benchmarks;

/// <summary>Decrypting and verifying a tunnelled mail against the platform's own CMS on the same bytes.</summary>
internal static class UnwrapBenchmark
{
    private const int Rounds = 15;

    public static async Task RunAsync(Report report)
    {
        using var gateway = TunnelKey.Create(TunnelKeyAlgorithm.Rsa2048, "CN=Benchmark gateway", TimeProvider.System);
        using var portal = TunnelKey.Create(TunnelKeyAlgorithm.Rsa2048, "CN=Benchmark portal", TimeProvider.System);
        var reader = new TunnelReader([portal], [new TrustedSigner("benchmark", gateway.Certificate)], TimeProvider.System);
        await MeasureAsync(report, "unwrap_50KB", await MakeAsync(gateway, portal, 50_000), 100, reader, portal);
        await MeasureAsync(report, "unwrap_25MB", await MakeAsync(gateway, portal, 25_000_000), 1, reader, portal);
    }

    private static async Task<byte[]> MakeAsync(TunnelKey gateway, TunnelKey portal, int size)
    {
        using var body = new MemoryStream();
        var options = new TunnelWriterOptions { Signer = gateway, Recipients = [portal.Certificate] };
        await new TunnelWriter(TimeProvider.System).WriteAsync(new MemoryStream(TunnelMails.Original(size)), body, options, CancellationToken.None);
        return body.ToArray();
    }

    private static async Task MeasureAsync(Report report, string name, byte[] body, int mails, TunnelReader reader, TunnelKey portal)
    {
        var (ours, platform) = (new List<double>(), new List<double>());
        var (oursMemory, platformMemory) = (0L, 0L);
        for (var round = -3; round < Rounds; round++)
        {
            var (oursTime, oursBytes) = await CostAsync(mails, () => OpenAsync(reader, body));
            var (platformTime, platformBytes) = await CostAsync(mails, () => Task.Run(() => Platform(body, portal)));
            if (round >= 0)
            {
                ours.Add(oursTime);
                platform.Add(platformTime);
                (oursMemory, platformMemory) = (oursBytes, platformBytes);
            }
        }

        report.Add($"{name}_cpu", Report.Median(ours), "ms");
        report.Add($"{name}_platform_cpu", Report.Median(platform), "ms");
        report.Add($"{name}_cpu_of_platform", Report.Median(ours) / Report.Median(platform), "times");
        report.Add($"{name}_allocated", oursMemory / 1e6, "MB");
        report.Add($"{name}_platform_allocated", platformMemory / 1e6, "MB");
    }

    private static async Task OpenAsync(TunnelReader reader, byte[] body)
    {
        var mail = new TunnelMail
        {
            ContentType = "application/pkcs7-mime; smime-type=enveloped-data", ContentTransferEncoding = "base64", Body = new MemoryStream(body),
        };
        if (await reader.OpenAsync(mail, Stream.Null, CancellationToken.None) is not TunnelResult.Opened)
        {
            throw new InvalidOperationException("The mail was refused.");
        }
    }

    private static void Platform(byte[] body, TunnelKey portal)
    {
        var envelope = new EnvelopedCms();
        envelope.Decode(Convert.FromBase64String(Encoding.ASCII.GetString(body)));
        envelope.Decrypt(new X509Certificate2Collection(portal.Certificate));
        var entity = Encoding.ASCII.GetString(envelope.ContentInfo.Content);
        var signed = new SignedCms();
        signed.Decode(Convert.FromBase64String(entity[entity.IndexOf("\r\n\r\n", StringComparison.Ordinal)..]));
        signed.CheckSignature(verifySignatureOnly: true);
    }

    // Processor time and allocated bytes of one mail.
    private static async Task<(double Milliseconds, long Bytes)> CostAsync(int mails, Func<Task> open)
    {
        GC.Collect();
        var (cpu, bytes) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(precise: true));
        for (var i = 0; i < mails; i++)
        {
            await open();
        }

        return ((Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds / mails, (GC.GetTotalAllocatedBytes(precise: true) - bytes) / mails);
    }
}
