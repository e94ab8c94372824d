using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Portal.CrashTests;

/// <summary>All mails of a run, made beforehand: the wrapped ones as files, of their originals the SHA-256.</summary>
internal sealed class MailPool(string folder)
{
    private readonly ConcurrentDictionary<int, string> _hashes = new();

    /// <summary>SHA-256 of each original, by its number. In a spoiled run the first is there twice.</summary>
    public IReadOnlyDictionary<int, string> Hashes => _hashes;

    public static async Task<MailPool> CreateAsync(string folder, Plan plan, Sender sender, string tunnelCertificate)
    {
        var pool = new MailPool(Directory.CreateDirectory(folder).FullName);
        using var portal = X509CertificateLoader.LoadCertificateFromFile(tunnelCertificate);
        var some = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
        await Parallel.ForAsync(0, plan.Mails, some, async (number, cancellationToken) =>
        {
            var original = Sender.Original(plan.SizeOf(number));
            pool._hashes[number] = Convert.ToHexString(SHA256.HashData(original));
            await File.WriteAllBytesAsync(pool.FileOf(number), sender.Wrap(original, portal), cancellationToken);
            if (plan.Spoil && number == 0)
            {
                pool._hashes[plan.Mails] = pool._hashes[number];
                await File.WriteAllBytesAsync(pool.FileOf(plan.Mails), sender.Wrap(original, portal, "X-Copy: 2\r\n"), cancellationToken);
            }
        });
        return pool;
    }

    public Stream Open(int number) => File.OpenRead(FileOf(number));

    private string FileOf(int number) => Path.Combine(folder, $"{number}.eml");
}
