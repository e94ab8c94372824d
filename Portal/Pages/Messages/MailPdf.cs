using Microsoft.Extensions.Localization;
using Portal.Core.Messages;
using Portal.Core.Mime;
using Portal.Core.Pdf;
using Portal.Core.Storage.Model;
using Portal.Resources;
using Portal.SignIn;

namespace Portal.Pages.Messages;

/// <summary>One message as a PDF: what its head says, its words, the names of its files.</summary>
internal static class MailPdf
{
    public static async Task<IResult> AnswerAsync(
        Guid id, HttpContext context, OpenMessage open, RecordDownload record, CurrentReader reader, IStringLocalizer<Texts> texts, When when, Site site,
        CancellationToken cancellationToken)
    {
        using var message = await open.OpenAsync(reader.Mailboxes, id, cancellationToken);
        if (message is null || !await MailOriginal.DownloadsAsync(record, reader, context, message, "pdf", cancellationToken))
        {
            return Results.NotFound();
        }

        var mail = await MessageView.OfAsync(message, asText: true, cancellationToken);
        var subject = mail.Subject.Length > 0 ? mail.Subject : texts["Mail.NoSubject"].Value;
        var paragraphs = Paragraphs(mail, texts, when).ToList();
        var pdf = new PdfDocument(subject, site.Language);
        if (!PdfDocument.Shows(subject) || paragraphs.Exists(paragraph => !PdfDocument.Shows(paragraph.Text)))
        {
            pdf.Add(texts["Print.Missing"]);
        }

        pdf.Add(subject, size: 16, above: 6);
        foreach (var (text, apart) in paragraphs)
        {
            if (apart)
            {
                pdf.Rule();
            }

            pdf.Add(text, above: apart ? 8 : 2);
        }

        return Results.Bytes(pdf.ToBytes(), "application/pdf", FileNames.Of(message.Outline) + ".pdf");
    }

    private static IEnumerable<(string Text, bool Apart)> Paragraphs(MessageView mail, IStringLocalizer<Texts> texts, When when)
    {
        foreach (var (label, addresses) in new[] { ("Message.From", mail.From), ("Message.To", mail.To), ("Message.Cc", mail.Cc) })
        {
            if (addresses.Count > 0)
            {
                yield return (Line(texts[label], string.Join(", ", addresses.Select(Full))), false);
            }
        }

        if (mail.Date is { } date)
        {
            yield return (Line(texts["Message.Sent"], when.Of(date).Full), false);
        }

        yield return (Line(texts["Message.Received"], when.Of(mail.ReceivedAt).Full), false);
        yield return (Line(texts["Message.Mailbox"], mail.MailboxAddress), false);
        if (mail.Folder != DeliveryFolder.Sent)
        {
            yield return (texts[mail.Origin, mail.Gateway], false);
        }

        if (mail.Remarks.Count > 0)
        {
            yield return (texts["Message.Damaged"], false);
        }

        foreach (var section in mail.Body)
        {
            yield return (string.Concat((section.Text ?? []).Select(run => run.Text)), true);
            if (section.Cut)
            {
                yield return (texts["Message.Cut"], false);
            }
        }

        if (mail.Files.Count > 0)
        {
            var files = mail.Files.Select(file => $"{file.Name} ({Bytes.Text(file.Size)})");
            yield return ($"{texts["Message.Files"]}\n{string.Join('\n', files)}", true);
        }
    }

    private static string Line(string label, string value) => $"{label}: {value}";

    private static string Full(MailAddress address) => address.Name.Length > 0 ? $"{address.Name} <{address.Address}>" : address.Address;
}
