using Portal.Ingest.Intake;
using Xunit;

namespace Portal.Ingest.Tests.Intake;

public sealed class SpoolTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"spool-{Guid.NewGuid():N}");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(SpoolFile.BufferBytes)]
    [InlineData(SpoolFile.BufferBytes + 1)]
    [InlineData((3 * SpoolFile.BufferBytes) + 77)]
    public void What_is_written_can_be_read_again_and_again(int length)
    {
        using var file = new Spool(_folder).Open();
        var expected = Bytes(length);
        for (var mail = 0; mail < 2; mail++)
        {
            for (var at = 0; at < length; at += 1000)
            {
                file.Write(expected.AsSpan(at, Math.Min(1000, length - at)));
            }

            for (var reading = 0; reading < 2; reading++)
            {
                using var body = file.OpenRead();
                Assert.Equal(length, body.Length);
                Assert.Equal(expected, ReadAll(body));
                body.Position = length / 2;
                Assert.Equal(expected[(length / 2)..], ReadAll(body));
            }

            file.Clear();
            Assert.Equal(0, file.Length);
        }
    }

    [Fact]
    public void The_folder_is_private_and_stays_empty()
    {
        using var file = new Spool(_folder).Open();
        file.Write(Bytes(2 * SpoolFile.BufferBytes));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(_folder));
    }

    [Fact]
    public void A_body_that_fits_the_buffer_opens_no_file()
    {
        using var file = new Spool(() => throw new InvalidOperationException("No file is wanted.")).Open();
        file.Write(Bytes(SpoolFile.BufferBytes));
        Assert.Equal(SpoolFile.BufferBytes, file.OpenRead().Length);
        Assert.Throws<InvalidOperationException>(() => file.Write([1]));
    }

    [Fact]
    public void One_file_serves_many_mails_and_is_empty_between_them()
    {
        var opened = new List<FileStream>();
        using var file = new Spool(() =>
        {
            opened.Add(new FileStream(Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.Delete, 1, FileOptions.DeleteOnClose));
            return opened[^1];
        }).Open();
        for (var mail = 0; mail < 3; mail++)
        {
            file.Write(Bytes(2 * SpoolFile.BufferBytes));
            Assert.Equal(SpoolFile.BufferBytes, RandomAccess.GetLength(Assert.Single(opened).SafeFileHandle));
            file.Clear();
            Assert.Equal(0, RandomAccess.GetLength(opened[0].SafeFileHandle));
        }
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static byte[] Bytes(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 31 % 251))];

    private static byte[] ReadAll(Stream body)
    {
        using var copy = new MemoryStream();
        body.CopyTo(copy);
        return copy.ToArray();
    }
}
