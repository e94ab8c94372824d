using System.Security.Cryptography;
using System.Text;
using Portal.Core.Messages;
using Portal.Core.Mime;
using Portal.Core.Smime;
using Portal.Core.Storage.Model;
using Portal.Ingest.Tunnel;

namespace Portal.Ingest.Intake;

/// <summary>
/// The way in: the tunnel is opened straight into the sealer; when the signature has held, the message is read back and saved; only
/// then does the door hear that it is accepted. Doing it twice changes nothing. A report on a notice goes another way, past the tunnel.
/// </summary>
internal sealed partial class IntakePipeline(
    PinnedGateways pinned,
    OpenTunnel tunnel,
    SigningWindow window,
    SealMessage sealing,
    DeliverMessage deliver,
    TakeReturned returned,
    ILogger<IntakePipeline> logger) : IIntake
{
    private const int MaxHops = 100; // RFC 5321 §6.3

    private static readonly string[] ReadByPeople = ["From", "To", "Cc", "Reply-To", "Subject", "Date", "Message-ID"];

    public async ValueTask<IReadOnlyList<IntakeOutcome>> AcceptAsync(IncomingMail mail, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(mail, cancellationToken);
        }
        catch (Exception error) when (DiskFull.Is(error))
        {
            LogDiskFull();
            return Replies.ForAll(mail, Replies.DiskFull);
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogUnforeseen(Replies.Describe(error));
            return Replies.ForAll(mail, Replies.TryLater);
        }
    }

    private async Task<IReadOnlyList<IntakeOutcome>> RunAsync(IncomingMail mail, CancellationToken cancellationToken)
    {
        if (mail.Returned)
        {
            return Replies.ForAll(mail, await returned.TakeAsync(mail, cancellationToken));
        }

        var gateways = await pinned.CurrentAsync(cancellationToken);
        var outer = HeaderBlock.Parse(mail.OuterHeader.Span);
        if (outer.Count("Received") > MaxHops)
        {
            LogLoop();
            return Replies.ForAll(mail, Replies.TooManyHops);
        }

        await using var sealer = sealing.Begin();
        var result = await tunnel.OpenAsync(outer, mail.Body, gateways.Signers, sealer.Destination, cancellationToken);
        if (result is not TunnelResult.Opened opened)
        {
            LogRefused(((TunnelResult.Refused)result).Reason);
            return Replies.ForAll(mail, Replies.NotFromTunnel);
        }

        if (mail.Gateway is { } caller && caller != opened.Signer.Name)
        {
            LogForeignSigner();
            return Replies.ForAll(mail, Replies.NotFromTunnel);
        }

        var gateway = gateways.Gateways[opened.Signer.Name];
        var outerFields = OuterFields(gateway, outer);
        using var message = await sealer.FinishAsync(outerFields, cancellationToken);
        var digest = Digest(opened.ContentDigest, outerFields);
        return await deliver.DeliverAsync(mail, new(gateway, message, digest, window.IsOver(opened.SigningTime)), cancellationToken);
    }

    // What is outside the signature counts only where the operator said so for this gateway, and only what people read.
    private static IReadOnlyList<HeaderField> OuterFields(Gateway gateway, HeaderBlock outer) => gateway.OuterHeaders
        ? [.. ReadByPeople.Select(name => outer.Fields.FirstOrDefault(f => f.Is(name))).OfType<HeaderField>()]
        : [];

    // Two mails with the same text are two mails where sender, subject and date stand outside the signature.
    private static byte[] Digest(byte[] content, IReadOnlyList<HeaderField> outer)
    {
        if (outer.Count == 0)
        {
            return content;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(content);
        foreach (var field in outer)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{field.Name.ToLowerInvariant()}\0{field.Value}\0"));
        }

        return hash.GetHashAndReset();
    }

    [LoggerMessage(LogLevel.Warning, "A mail was refused: {Reason}")]
    private partial void LogRefused(TunnelRefusal reason);

    [LoggerMessage(LogLevel.Warning, "A mail was refused: signed by another gateway than the one that handed it over")]
    private partial void LogForeignSigner();

    [LoggerMessage(LogLevel.Warning, "A mail was refused: it has been through too many mail systems and seems to go in a circle")]
    private partial void LogLoop();

    [LoggerMessage(LogLevel.Error, "The disk is full: mail is deferred")]
    private partial void LogDiskFull();

    [LoggerMessage(LogLevel.Error, "A mail was deferred because of an unforeseen error: {Error}")]
    private partial void LogUnforeseen(string error);
}
