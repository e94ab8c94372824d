using System.Text;
using Xunit;

namespace Portal.Tests.Web;

/// <summary>What is measured runs while no other test does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}

/// <summary>An archive that is larger than what a process should hold comes in pieces, and while it is made.</summary>
[Collection(Alone.Name)]
public sealed class DataMemoryTests
{
    private const int Mails = 12;
    private const int Size = 8 * 1024 * 1024;

    [Fact]
    public async Task The_archive_is_sent_while_it_is_made()
    {
        await using var portal = await TestPortal.StartAsync();
        using var reader = await portal.RegisterAsync(await portal.DeliverAsync("large@example.org", Large(0)));
        for (var i = 1; i < Mails; i++)
        {
            await portal.DeliverAsync("large@example.org", Large(i));
        }

        using var content = new FormUrlEncodedContent(Browser.Hidden(await reader.ReadAsync("/settings/data"), "/settings/data")
            .Select(f => KeyValuePair.Create(f.Name, f.Value)));
        var peak = 0L;
        var start = GC.GetTotalMemory(forceFullCollection: true);
        var length = 0L;
        await using (var archive = await reader.StreamAsync("/settings/data", content))
        {
            var buffer = new byte[65536];
            int read;
            while ((read = await archive.ReadAsync(buffer)) > 0)
            {
                if (length / (Size / 2) != (length + read) / (Size / 2))
                {
                    peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: true) - start);
                }

                length += read;
            }
        }

        Assert.True(length > Mails * (long)Size / 2, $"{length} bytes came");
        Assert.True(peak < 4 * Size, $"{peak} bytes were held");
    }

    // Letters that hardly compress, in lines.
    private static byte[] Large(int number)
    {
        var letters = Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(Size * 3 / 4), Base64FormattingOptions.InsertLineBreaks);
        return Encoding.ASCII.GetBytes($"From: Eve <eve@example.com>\r\nSubject: Large {number}\r\n\r\n{letters}\r\n");
    }
}
