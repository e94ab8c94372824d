using Portal.Core.Storage;
using Portal.Core.Storage.Blobs;
using TestKit;
using Xunit;

namespace Portal.Core.Tests.Storage;

public sealed class DataFolderTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Naming_it_touches_nothing()
    {
        var data = new DataFolder(_folder.File("data"));

        Assert.False(data.Exists);
        Assert.Equal(_folder.File("data", "a", "b"), data.File("a", "b"));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Each_folder_on_the_way_is_the_owners_alone()
    {
        var data = new DataFolder(_folder.File("data"));

        var made = data.Folder("one", "two");

        Assert.True(data.Exists);
        Assert.Equal(_folder.File("data", "one", "two"), made);
        Assert.All([data.Path, data.File("one"), made], path => Assert.Equal(OwnerOnly, File.GetUnixFileMode(path)));
    }

    [Fact]
    public void What_is_there_stays_as_it_is()
    {
        var data = new DataFolder(_folder.Path);
        data.Folder("one");
        File.WriteAllText(data.File("one", "file"), "kept");

        data.Folder("one");

        Assert.Equal("kept", File.ReadAllText(data.File("one", "file")));
    }

    [Fact]
    public void A_path_without_root_is_taken_from_the_working_directory() =>
        Assert.Equal(Path.Combine(Directory.GetCurrentDirectory(), "data"), new DataFolder("data").Path);

    [Fact]
    public void A_file_in_the_place_of_the_folder_is_told_with_path_and_setting()
    {
        File.WriteAllText(_folder.File("data"), "");

        var error = Assert.Throws<DataFolderException>(() => new DataFolder(_folder.File("data")).Folder());

        Assert.Contains($"'{_folder.File("data")}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Portal:DataDirectory", error.Message, StringComparison.Ordinal);
        Assert.IsType<IOException>(error.InnerException, exactMatch: false);
    }

    [Fact]
    public void A_file_in_the_place_of_the_blobs_is_told_with_path_and_setting()
    {
        var data = new DataFolder(_folder.Path);
        File.WriteAllText(data.File("blobs"), "");

        var error = Assert.Throws<DataFolderException>(() => new BlobFolder(data));

        Assert.Contains($"'{data.File("blobs")}", error.Message, StringComparison.Ordinal);
        Assert.Contains("Portal:DataDirectory", error.Message, StringComparison.Ordinal);
    }
}
