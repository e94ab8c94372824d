using Microsoft.Extensions.Options;
using Portal.Core.Outbox;
using Portal.Core.Outbox.Relay;
using Portal.Core.Storage;
using TestKit;
using Xunit;

namespace Portal.Core.Tests.Outbox;

public sealed class OutboxFolderCheckTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly RelayOptions _relay = new();

    public OutboxFolderCheckTests() => Directory.CreateDirectory(Data);

    private string Data => _folder.File("data");

    [Fact]
    public void Folders_that_can_be_written_to_are_good_and_stay_empty()
    {
        Check();
        Check();
        Assert.Equal(["outbox", "outgoing"], Directory.GetDirectories(Data).Select(f => Path.GetFileName(f)!).Order());
        Assert.Empty(Directory.GetFiles(Data, "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("outbox", "may write to.")]
    [InlineData("outgoing", "may write to, or set Relay:Host.")]
    public void One_that_cannot_is_named_with_its_setting_and_the_remedy(string folder, string remedy)
    {
        // Files cannot be made below /proc by anybody, root included.
        Directory.CreateSymbolicLink(Path.Combine(Data, folder), "/proc");
        var error = Assert.Throws<DataFolderException>(Check);
        Assert.StartsWith($"The folder '{Path.Combine(Data, folder)}' (setting Portal:DataDirectory), where ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(remedy, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("outbox")]
    [InlineData("outgoing")]
    public void A_file_in_its_place_is_named(string folder)
    {
        File.WriteAllText(Path.Combine(Data, folder), "");
        Assert.Contains($"'{Path.Combine(Data, folder)}'", Assert.Throws<DataFolderException>(Check).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void With_a_relay_nobody_needs_the_pickup_folder()
    {
        _relay.Host = "relay.example.com";
        File.WriteAllText(Path.Combine(Data, "outgoing"), "");
        Check();
        Assert.True(Directory.Exists(Path.Combine(Data, "outbox")));
    }

    public void Dispose() => _folder.Dispose();

    private void Check() => new OutboxFolderCheck(new DataFolder(Data), Options.Create(_relay)).Check();
}
