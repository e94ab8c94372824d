using System.Data.Common;
using Microsoft.Extensions.Options;
using Portal.Core.Keys;
using Portal.Core.Storage;
using Portal.Core.Tunnel;

namespace Portal.Core;

/// <summary>Turns what an operator can mend at the start into a few plain lines and exit status 1.</summary>
public static class SettingsFailure
{
    /// <summary>Runs the work; a failure of settings, files or addresses is told on standard error without a stack trace.</summary>
    /// <returns>0, or 1 where the start failed.</returns>
    public static async Task<int> ReportAsync(Func<Task> work)
    {
        try
        {
            await work();
            return 0;
        }
        catch (Exception error) when (Explain(error) is { } lines)
        {
            await Console.Error.WriteLineAsync("The portal cannot start:");
            foreach (var line in lines)
            {
                await Console.Error.WriteLineAsync($"  - {line}");
            }

            return 1;
        }
    }

    private static IEnumerable<string>? Explain(Exception error) => error switch
    {
        OptionsValidationException invalid => invalid.Failures,
        DataFolderException or TunnelKeyException or KeyFileException => [error.Message],
        // The configuration system's own texts name the file and the line, or the key and the value.
        InvalidDataException or FormatException => [.. Chain(error)],
        InvalidOperationException { InnerException: FormatException or ArgumentException or OverflowException } => [.. Chain(error)],
        InvalidOperationException when error.Message.StartsWith("Failed to convert configuration", StringComparison.Ordinal) => [error.Message],
        IOException when error.Message.Contains("address already in use", StringComparison.OrdinalIgnoreCase)
            || error.InnerException is System.Net.Sockets.SocketException or Microsoft.AspNetCore.Connections.AddressInUseException =>
            [$"{error.Message} Another program listens there; see Portal:Listen, Ingest:SmtpListen and Ingest:LmtpListen."],
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
