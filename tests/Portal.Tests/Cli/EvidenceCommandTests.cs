using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Tests.Web;
using Xunit;

namespace Portal.Tests.Cli;

public sealed class EvidenceCommandTests : IDisposable
{
    private readonly Operator _operator = new();

    [Fact]
    public async Task Show_and_export_tell_what_happened_to_a_message()
    {
        await using var portal = await TestPortal.StartAsync();
        var mail = await portal.DeliverAsync("bob@example.org", Mails.Plain());
        var message = await portal.QueryAsync(db => db.Deliveries.Select(d => d.MessageId).SingleAsync());
        var data = $"--Portal:DataDirectory={portal.DataFolder}";

        foreach (var id in (string[])[message.ToString("N"), mail.Id.ToString("D")])
        {
            var shown = (await _operator.RunAsync("evidence", "show", id, data)).Worked();
            Assert.Contains("\tReceived\tbob@example.org\t", shown.Output, StringComparison.Ordinal);
            Assert.Contains("1 events, as they were written.", shown.Error, StringComparison.Ordinal);
        }

        var json = JsonDocument.Parse((await _operator.RunAsync("evidence", "export", message.ToString("N"), data)).Worked().Output).RootElement;
        Assert.Equal("portal-evidence-1", json.GetProperty("format").GetString());
        var file = _operator.File("evidence.pdf");
        (await _operator.RunAsync("evidence", "export", message.ToString("N"), "--format", "pdf", "--output", file, data)).Worked();
        Assert.Equal("%PDF-"u8.ToArray(), (await File.ReadAllBytesAsync(file))[..5]);
        (await _operator.RunAsync("evidence", "show", Guid.NewGuid().ToString("N"), data)).Failed(1, "Nothing is known of a message or delivery");
        (await _operator.RunAsync("evidence", "export", message.ToString("N"), "--format", "doc", data)).Failed(2);

        await portal.QueryAsync(db => db.Database.ExecuteSqlRawAsync("UPDATE MessageEvents SET Kind = 5"));
        (await _operator.RunAsync("evidence", "show", message.ToString("N"), data)).Failed(1, "After event 0 the chain is not as it was written.");
    }

    public void Dispose() => _operator.Dispose();
}
