using System.Diagnostics;
using System.Security.Cryptography;
using Portal.Core.Sealing;

namespace Portal.Benchmarks;

/// <summary>Sealing and opening a stream against bare AES-GCM over the same buffers.</summary>
internal static class SealBenchmark
{
    private const int Rounds = 9;
    private const int Size = 64 * 1024 * 1024;
    private const int Segment = 65536 - 16;

    public static async Task RunAsync(Report report)
    {
        var plaintext = RandomNumberGenerator.GetBytes(Size);
        var context = new SealingContext(SealedKind.Message, Guid.NewGuid());
        using var key = MessageKey.Create();
        var (ciphertext, tags) = BareSealed(plaintext, key);
        var target = new byte[SealedLayout.SealedLength(Size)];
        var (seal, open, bareSeal, bareOpen) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            bareSeal.Add(Time(() => Bare(plaintext, new byte[tags.Length], key, encrypt: true)));
            seal.Add(await TimeAsync(() => SealAsync(plaintext, target, key, context)));
            bareOpen.Add(Time(() => Bare(ciphertext, tags, key, encrypt: false)));
            open.Add(await TimeAsync(() => OpenAsync(target, key, context)));
        }

        Ratio(report, "seal_stream", seal, bareSeal);
        Ratio(report, "open_stream", open, bareOpen);
    }

    private static void Ratio(Report report, string name, List<double> ours, List<double> bare)
    {
        report.Add(name, Size / 1e6 / Report.Median(ours), "MBps");
        report.Add($"{name}_bare_aesgcm", Size / 1e6 / Report.Median(bare), "MBps");
        report.Add($"{name}_of_bare", 100 * Report.Median(bare) / Report.Median(ours), "percent");
    }

    private static async Task SealAsync(byte[] plaintext, byte[] target, MessageKey key, SealingContext context)
    {
        await using var stream = new SealingStream(new MemoryStream(target), key, context);
        await stream.WriteAsync(plaintext);
        await stream.CompleteAsync(CancellationToken.None);
    }

    private static async Task OpenAsync(byte[] source, MessageKey key, SealingContext context)
    {
        await using var stream = new OpeningStream(new MemoryStream(source), key, context);
        var buffer = new byte[Segment];
        while (await stream.ReadAsync(buffer) > 0)
        {
            // Only the speed of reading counts.
        }
    }

    private static void Bare(byte[] input, byte[] tags, MessageKey key, bool encrypt)
    {
        using var aes = new AesGcm(key.Bytes, 16);
        var (output, nonce) = (new byte[Segment], new byte[12]);
        for (var (at, number) = (0, 0); at + Segment <= input.Length; at += Segment, number++)
        {
            BitConverter.TryWriteBytes(nonce, number);
            var tag = tags.AsSpan(16 * number, 16);
            if (encrypt)
            {
                aes.Encrypt(nonce, input.AsSpan(at, Segment), output, tag);
            }
            else
            {
                aes.Decrypt(nonce, input.AsSpan(at, Segment), tag, output);
            }
        }
    }

    // Bare ciphertext with its tags, for the bare opening.
    private static (byte[] Ciphertext, byte[] Tags) BareSealed(byte[] plaintext, MessageKey key)
    {
        using var aes = new AesGcm(key.Bytes, 16);
        var (ciphertext, tags, nonce) = (new byte[plaintext.Length], new byte[16 * (plaintext.Length / Segment)], new byte[12]);
        for (var (at, number) = (0, 0); at + Segment <= plaintext.Length; at += Segment, number++)
        {
            BitConverter.TryWriteBytes(nonce, number);
            aes.Encrypt(nonce, plaintext.AsSpan(at, Segment), ciphertext.AsSpan(at, Segment), tags.AsSpan(16 * number, 16));
        }

        return (ciphertext, tags);
    }

    private static double Time(Action action)
    {
        var watch = Stopwatch.StartNew();
        action();
        return watch.Elapsed.TotalSeconds;
    }

    private static async Task<double> TimeAsync(Func<Task> action)
    {
        var watch = Stopwatch.StartNew();
        await action();
        return watch.Elapsed.TotalSeconds;
    }
}
