using System.Globalization;
using Portal.Fuzz;
using Portal.Fuzz.Targets;

// Changes known inputs at random and gives them to what reads strangers' bytes. The same seed gives the same inputs.
var options = FuzzOptions.Parse(args);
if (options is null)
{
    Console.WriteLine("Usage: Portal.Fuzz [--minutes N] [--seed N] [--target NAME] [--only NUMBER] [--keep FOLDER]");
    return 2;
}

using var keys = new FuzzKeys();
using var sealedStreams = new SealedTarget();
IFuzzTarget[] all =
[
    new MimeTarget(), new HtmlTarget(), new CssTarget(), new TextTarget(), new CalendarTarget(), new TnefTarget(), new RtfTarget(), new UuTarget(), new ReportTarget(),
    new CmsTarget(keys), new SignedTarget(keys), sealedStreams, new SmtpTarget(), new EnvelopeTarget(),
];
var targets = all.Where(target => options.Target is null || target.Name == options.Target).ToList();
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed={options.Seed} minutes={options.Minutes:0.##} targets={string.Join(',', targets.Select(t => t.Name))}"));
return await new FuzzLoop(options, targets).RunAsync() == 0 ? 0 : 1;
