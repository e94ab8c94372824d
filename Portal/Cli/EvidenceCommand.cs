using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Localization;
using Portal.Core.Evidence;
using Portal.Core.Messages.Proof;
using Portal.Pages.Sent;
using Portal.Resources;

namespace Portal.Cli;

/// <summary><c>evidence</c>: what happened to a message, for an operator.</summary>
internal sealed class EvidenceCommand : Command
{
    private static readonly Argument<Guid> Id = new("ID") { Description = "The message, or one of its deliveries, as addresses and logs name it." };

    private static readonly Option<string> Format = new Option<string>("--format")
    {
        Description = "json: with the portal's signature; pdf: to read.",
        DefaultValueFactory = _ => "json",
    }.AcceptOnlyFromAmong("json", "pdf");

    private static readonly Option<FileInfo> Output = new("--output") { Description = "The file to write; without it standard output." };

    public EvidenceCommand()
        : base("evidence", "What happened to a message: the chain of its evidence.")
    {
        Add(new Command("show", "Show what happened, one line each.") { Id }.OnInstallation(ShowAsync));
        Add(new Command("export", "Write it to a file, signed with the key that signs replies.") { Id, Format, Output }.OnInstallation(ExportAsync));
    }

    private static async Task<int> ShowAsync(IServiceProvider services, ParseResult parsed, CancellationToken cancellationToken)
    {
        if (await FindAsync(services, parsed, cancellationToken) is not { } chain)
        {
            return 1;
        }

        foreach (var link in chain.Links)
        {
            var facts = string.Join(", ", link.Event.Facts.Select(fact => $"{fact.Key}={AccountCommand.Clean(fact.Value)}"));
            await Console.Out.WriteLineAsync(
                $"{link.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture)}\t{link.Event.Kind}\t{AccountCommand.Clean(link.Event.Recipient ?? "-")}\t{facts}");
        }

        await Console.Error.WriteLineAsync(
            chain.Intact ? $"{chain.Links.Count} events, as they were written." : $"After event {chain.Links.Count} the chain is not as it was written.");
        return chain.Intact ? 0 : 1;
    }

    private static async Task<int> ExportAsync(IServiceProvider services, ParseResult parsed, CancellationToken cancellationToken)
    {
        if (await FindAsync(services, parsed, cancellationToken) is not { } chain)
        {
            return 1;
        }

        var bytes = parsed.GetValue(Format) == "pdf"
            ? EvidencePdf.Of(
                chain, services.GetRequiredService<TimeProvider>().GetUtcNow(), services.GetRequiredService<IStringLocalizer<Texts>>(),
                CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "de" ? "de" : "en")
            : services.GetRequiredService<ExportEvidence>().ToJson(chain);
        if (parsed.GetValue(Output) is { } file)
        {
            await File.WriteAllBytesAsync(file.FullName, bytes, cancellationToken);
        }
        else
        {
            await using var output = Console.OpenStandardOutput();
            await output.WriteAsync(bytes, cancellationToken);
        }

        return chain.Intact ? 0 : 1;
    }

    private static async Task<EvidenceChain?> FindAsync(IServiceProvider services, ParseResult parsed, CancellationToken cancellationToken)
    {
        var (read, id) = (services.GetRequiredService<ReadEvidence>(), parsed.GetRequiredValue(Id));
        if (await read.MessageOfAsync(id, cancellationToken) is { } message)
        {
            return await read.OfAsync(message, cancellationToken);
        }

        await Console.Error.WriteLineAsync($"Nothing is known of a message or delivery {id:N}.");
        return null;
    }
}
