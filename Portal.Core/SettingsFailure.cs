using System.Data.Common;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Portal.Core;

/// <summary>Turns what an operator can mend at the start into a few plain lines and exit status 1.</summary>
public sealed class SettingsFailure
{
    private SettingsFailure()
    {
    }

    /// <summary>The settings as they were read, once they were: so that a failure can tell where a bad one stands.</summary>
    public IConfiguration? Settings { get; set; }

    /// <summary>Runs the work; a failure of settings, files or addresses is told on standard error without a stack trace.</summary>
    /// <param name="work">The work; it hands the settings over as soon as it has them.</param>
    /// <returns>0, or 1 where the start failed.</returns>
    public static async Task<int> ReportAsync(Func<SettingsFailure, Task> work)
    {
        var failure = new SettingsFailure();
        try
        {
            await work(failure);
            return 0;
        }
        catch (Exception error) when (failure.Explain(error) is { } lines)
        {
            await Console.Error.WriteLineAsync("The portal cannot start:");
            foreach (var line in lines)
            {
                await Console.Error.WriteLineAsync($"  - {SettingsSource.Append(line, failure.Settings)}");
            }

            return 1;
        }
    }

    private IEnumerable<string>? Explain(Exception error) => error switch
    {
        OptionsValidationException invalid => invalid.Failures.Select(text => SettingsSource.NameKey(text, invalid, Settings)),
        StartException mendable => mendable.Texts,
        // The configuration system's own texts name the file and the line, or the key and the value.
        InvalidDataException or FormatException => [.. Chain(error)],
        InvalidOperationException { InnerException: FormatException or ArgumentException or OverflowException } => [.. Chain(error)],
        InvalidOperationException when error.Message.StartsWith("Failed to convert configuration", StringComparison.Ordinal) => [error.Message],
        IOException when error.Message.Contains("address already in use", StringComparison.OrdinalIgnoreCase)
            || error.InnerException is System.Net.Sockets.SocketException or Microsoft.AspNetCore.Connections.AddressInUseException =>
            [$"{error.Message} Another program listens there; see Portal:Listen, Ingest:SmtpListen, Ingest:LmtpListen and Ingest:HttpListen."],
        DbException => [$"The database cannot be opened: {error.Message} See Portal:DataDirectory and Database:Provider."],
        AggregateException { InnerExceptions: [var only] } => Explain(only),
        _ => null,
    };

    private static IEnumerable<string> Chain(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            yield return cause.Message;
        }
    }
}
