using System.Text.RegularExpressions;
using System.Xml.Linq;
using TestKit;
using Xunit;

namespace Portal.Tests.Architecture;

/// <summary>Who may depend on whom: between the projects, and between the folders inside Core.</summary>
public sealed class DependencyTests
{
    private static readonly Dictionary<string, string[]> Projects = new()
    {
        ["Portal"] = ["Portal.Core", "Portal.Ingest"],
        ["Portal.Ingest"] = ["Portal.Core"],
        ["Portal.Core"] = [],
    };

    private static readonly Dictionary<string, string[]> Folders = new()
    {
        ["Sealing"] = [],
        ["Mime"] = [],
        ["Html"] = [],
        ["Pdf"] = [],
        ["Tenants"] = [],
        ["Smime"] = ["Mime"],
        ["Keys"] = ["Sealing", "Storage"],
        ["Storage"] = [],
        ["Tunnel"] = ["Smime", "Storage"],
        ["Evidence"] = ["Keys", "Sealing", "Storage"],
        ["Mailboxes"] = ["Keys", "Sealing", "Storage"],
        ["Accounts"] = ["Evidence", "Keys", "Mailboxes", "Outbox", "Sealing", "Storage", "Tenants"],
        ["Outbox"] = ["Evidence", "Keys", "Mime", "Sealing", "Storage", "Tenants"],
        ["Messages"] = ["Accounts", "Evidence", "Html", "Keys", "Mailboxes", "Mime", "Outbox", "Sealing", "Storage", "Tenants", "Tunnel"],
    };

    [Fact]
    public void Projects_depend_on_each_other_in_one_direction_only()
    {
        foreach (var (project, allowed) in Projects)
        {
            var file = XDocument.Load(Path.Combine(Corpora.Root, project, project + ".csproj"));
            var references = file.Descendants("ProjectReference")
                .Select(r => Path.GetFileNameWithoutExtension((string)r.Attribute("Include")!.Value)).Order();
            Assert.Equal(allowed.Order(), references);
        }
    }

    [Fact]
    public void Portal_uses_nothing_of_Ingest_but_its_one_entry()
    {
        var uses = SourcesOf("Portal")
            .SelectMany(file => Regex.Matches(File.ReadAllText(file), @"Portal\.Ingest[\w.]*|AddIngest\(").Select(m => m.Value))
            .Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(["AddIngest(", "Portal.Ingest"], uses);
    }

    [Fact]
    public void Every_folder_of_Core_is_in_the_list()
    {
        var folders = Directory.GetDirectories(Path.Combine(Corpora.Root, "Portal.Core")).Select(f => Path.GetFileName(f))
            .Where(f => f is not ("bin" or "obj")).Order(StringComparer.Ordinal);
        Assert.Equal(Folders.Keys.Order(StringComparer.Ordinal), folders);
    }

    [Fact]
    public void Folders_of_Core_use_only_what_the_list_allows()
    {
        var violations = Folders.Keys.SelectMany(folder => UsedBy(folder)
            .Where(used => !Folders[folder].Contains(used))
            .Select(used => $"{folder} uses {used}"));
        Assert.Empty(violations);
    }

    [Fact]
    public void Core_knows_no_web_page_and_no_mail_door()
    {
        var sources = SourcesOf("Portal.Core").Select(File.ReadAllText);
        Assert.DoesNotContain(sources, text => text.Contains("Microsoft.AspNetCore.Mvc", StringComparison.Ordinal)
            || text.Contains("Microsoft.AspNetCore.Http", StringComparison.Ordinal)
            || text.Contains("Microsoft.AspNetCore.Server", StringComparison.Ordinal));
    }

    [Fact]
    public void Namespaces_are_the_folders()
    {
        var wrong = Projects.Keys.SelectMany(SourcesOf).Where(file =>
        {
            var declared = Regex.Match(File.ReadAllText(file), @"^namespace ([\w.]+)[;\s]", RegexOptions.Multiline);
            var folder = Path.GetDirectoryName(Path.GetRelativePath(Corpora.Root, file))!.Replace('/', '.');
            return declared.Success && declared.Groups[1].Value != folder;
        });
        Assert.Empty(wrong);
    }

    // A use is a using directive, a full name, or a name that begins with a sister folder's.
    private static IEnumerable<string> UsedBy(string folder)
    {
        var others = string.Join('|', Folders.Keys.Where(f => f != folder));
        var pattern = new Regex($@"Portal\.Core\.({others})\b|(?<![\w.""/])({others})\.[A-Z]\w+");
        return SourcesOf(Path.Combine("Portal.Core", folder)).Select(CodeOf)
            .SelectMany(text => pattern.Matches(text).Select(m => m.Groups[1].Success ? m.Groups[1].Value : m.Groups[2].Value))
            .Distinct();
    }

    private static string CodeOf(string file) => string.Join('\n', File.ReadLines(file)
        .Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)));

    private static IEnumerable<string> SourcesOf(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Corpora.Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal)
                && !file.Contains("/Migrations/", StringComparison.Ordinal));
}
