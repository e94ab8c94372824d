using Portal.Core.Outbox.Bounces;
using TestKit;

namespace Portal.Fuzz.Targets;

/// <summary>Delivery status notifications: whatever comes, an action and digits come out, or nothing.</summary>
internal sealed class ReportTarget : IFuzzTarget
{
    public string Name => "report";

    public IReadOnlyList<byte[]> Seeds { get; } =
        [.. Material.Words([.. Reports.All.Values.Select(report => report.Mail), Reports.OutOfOffice]), .. Material.Files("mime-rubymail", "multi_address_bounce*.eml", "report_*.eml")];

    public IReadOnlyList<byte[]> Words { get; } = Material.Words(
        "Content-Type: message/delivery-status\r\n", "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n", "\r\n--b\r\n", "\r\n--b--\r\n", "Action: failed\r\n", "Action:", "Status: 5.1.1\r\n",
        "Status:", "\r\n\r\n", "\n\n", "\r\n ", "5.999.999", "2.0.0", "-1", "(", ";", "\0", "\u00FF", "Content-Transfer-Encoding: base64\r\n", "Content-Type: message/rfc822\r\n\r\n");

    public async Task RunAsync(byte[] input)
    {
        var report = await DeliveryReport.ReadAsync(new MemoryStream(input), CancellationToken.None);
        if (report is not null && (report.Status.Length > 9 || !report.Status.All(c => char.IsAsciiDigit(c) || c == '.') || report.Status[0] is not ('2' or '4' or '5')))
        {
            throw new FuzzException("Something else than digits came out of a report.");
        }
    }
}
