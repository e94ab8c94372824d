using System.Text;

namespace Portal.CrashTests;

/// <summary>Whoever fetches mails from the pickup folder: each file is taken away as soon as it is seen, so that a second one counts.</summary>
internal sealed class PickupSink : IWayOut
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly string _folder;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _fetching;

    public PickupSink(string data)
    {
        _folder = Path.Combine(data, "outgoing");
        _fetching = FetchAsync();
    }

    public string[] Settings => [];

    public Received Received { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _fetching;
        _stop.Dispose();
    }

    private async Task FetchAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            foreach (var file in Directory.Exists(_folder) ? Directory.GetFiles(_folder, "*.eml") : [])
            {
                var mail = await File.ReadAllTextAsync(file, Encoding.Latin1);
                File.Delete(file);
                Received.Take(mail);
            }

            await Task.Delay(Pause, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
