using System.Globalization;
using Microsoft.Extensions.Localization;
using Portal.Core.Evidence;
using Portal.Core.Pdf;
using Portal.Resources;

namespace Portal.Pages.Sent;

/// <summary>A chain of evidence for people: what happened to a message, when, and the hashes by which the signed file can be held against it. Times are UTC.</summary>
internal static class EvidencePdf
{
    private const string Time = "yyyy-MM-dd HH:mm:ss.fff 'UTC'";

    public static byte[] Of(EvidenceChain chain, DateTimeOffset now, IStringLocalizer<Texts> texts, string language)
    {
        var pdf = new PdfDocument(texts["Proof.Title"], language);
        pdf.Add(texts["Proof.Title"], size: 16);
        pdf.Add(texts["Proof.What"], above: 6);
        pdf.Add(texts["Proof.Message", chain.MessageId.ToString("D")], above: 6);
        pdf.Add(texts["Proof.Made", Of(now)]);
        pdf.Add(texts[chain.Intact ? "Proof.Intact" : "Proof.NotIntact"]);
        pdf.Rule();
        for (var i = 0; i < chain.Links.Count; i++)
        {
            Add(pdf, i + 1, chain.Links[i], texts);
        }

        pdf.Rule();
        pdf.Add(texts["Proof.Check"], above: 6);
        return pdf.ToBytes();
    }

    private static void Add(PdfDocument pdf, int number, EvidenceLink link, IStringLocalizer<Texts> texts)
    {
        pdf.Add(string.Create(CultureInfo.InvariantCulture, $"{number}. {Of(link.At)}  {SentWords.Event(link.Event, texts)}"), above: 8);
        if (link.Event.Recipient is { } recipient)
        {
            pdf.Add(texts["Proof.Recipient", recipient]);
        }

        // An operator's order is sealed for operators.
        foreach (var (name, value) in link.Event.Facts.Where(fact => fact.Key != "order"))
        {
            pdf.Add($"{name}: {value}", size: 8);
        }

        pdf.Add($"SHA-256: {Convert.ToHexStringLower(link.Hash)}", size: 8);
    }

    private static string Of(DateTimeOffset time) => time.UtcDateTime.ToString(Time, CultureInfo.InvariantCulture);
}
