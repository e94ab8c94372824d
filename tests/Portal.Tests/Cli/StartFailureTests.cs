using System.Net;
using System.Net.Sockets;
using TestKit;
using Xunit;

namespace Portal.Tests.Cli;

/// <summary>A portal that cannot start says what to mend, in words, and ends with 1.</summary>
public sealed class StartFailureTests : IDisposable
{
    private readonly Operator _operator = new();

    [Fact]
    public async Task A_malformed_settings_file_is_named_with_the_line()
    {
        await File.WriteAllTextAsync(_operator.File("appsettings.json"), "{\n  \"Portal\": {\n    \"Listen\": oops\n  }\n}\n");
        (await StartAsync()).Failed(1, "cannot start", _operator.File("appsettings.json"), "LineNumber: 2");
        (await _operator.RunAsync("tunnel", "list")).Failed(1, _operator.File("appsettings.json"), "LineNumber: 2");
    }

    [Fact]
    public async Task A_bad_value_is_named_with_its_key_and_where_it_was_read()
    {
        await File.WriteAllTextAsync(_operator.File("appsettings.json"), "{ \"Ingest\": { \"MaxMessageBytes\": \"abc\" } }");
        (await StartAsync()).Failed(1, "Ingest:MaxMessageBytes", "'abc'", _operator.File("appsettings.json"));
        File.Delete(_operator.File("appsettings.json"));
        (await _operator.RunAsync(["serve", .. Doors()], "Ingest__MaxMessageBytes=abc")).Failed(1, "Ingest:MaxMessageBytes", "'abc'", "the environment");
        (await _operator.RunAsync([.. Doors(), "--Ingest:MaxMessageBytes=abc"])).Failed(1, "Ingest:MaxMessageBytes", "'abc'", "the command line");
    }

    [Theory]
    [InlineData("Ingest:MaxMessageBytes", "12")]
    [InlineData("Ingest:SmtpListen", "everywhere")]
    [InlineData("Ingest:AllowedNetworks:0", "10.0.0.0/99")]
    [InlineData("Portal:PublicUrl", "http://mail.example.com")]
    [InlineData("Portal:PublicUrl", "mail.example.com")]
    [InlineData("Portal:PublicUrl", "https://mail.example.com/portal")]
    [InlineData("Portal:Listen", "https://mail.example.com:443")]
    [InlineData("Portal:CertificateFile", "nowhere.pem")]
    [InlineData("Tenants:default:Language", "xx")]
    [InlineData("Tenants:default:Theme", "nosuch")]
    [InlineData("Tenants:default:SenderDomains", "example.com")]
    [InlineData("Tenants:default:MailFrom", "portal@exa mple")]
    [InlineData("Ingest:AllowedNetworks", "10.0.0.0/8")]
    [InlineData("Tenants:default:InitialPasswordTries", "1")]
    [InlineData("Tenants:default:SessionIdle", "soon")]
    [InlineData("Tunnel:KeyAlgorithm", "Rsa512")]
    [InlineData("Tunnel:CertificateFile", "nowhere.pem")]
    [InlineData("Tunnel:MaxSignatureAge", "00:00:30")]
    [InlineData("Relay:Port", "0")]
    [InlineData("Relay:Port", "many")]
    [InlineData("Relay:Security", "maybe")]
    [InlineData("Database:Provider", "Access")]
    public async Task A_setting_that_cannot_work_is_named_with_its_value(string key, string value) => (await _operator.RunAsync(
        [.. Doors(), "--Relay:Host=relay.example.com", $"--{key}={value}"]))
        .Failed(1, "cannot start", key.Replace(":0", "", StringComparison.Ordinal), value);

    [Theory]
    [InlineData("Portal:Listen", "https://")]
    [InlineData("Ingest:SmtpListen", "")]
    [InlineData("Ingest:LmtpListen", "")]
    public async Task A_port_in_use_is_named_with_the_settings_that_choose_it(string key, string scheme)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        (await _operator.RunAsync([.. Doors(), $"--{key}={scheme}127.0.0.1:{port}"]))
            .Failed(1, $":{port}", key);
    }

    [Theory]
    [InlineData("Portal:PublicURI")]
    [InlineData("Ingest:MaxMesageBytes")]
    [InlineData("Tenants:default:SenderDomain:0")]
    [InlineData("Tenants:other:Language")]
    [InlineData("Portal:RateLimits:SignIn")]
    public async Task A_key_that_nobody_reads_is_named(string key) =>
        (await _operator.RunAsync([.. Doors(), $"--{key}=1"])).Failed(1, key.Split(":0")[0].Split(":Language")[0]);

    [Theory]
    [InlineData("keys", "keys")]
    [InlineData("portal.db", "portal.db")]
    public async Task An_installation_that_lost_a_part_is_not_taken_for_a_new_one(string lost, string named)
    {
        (await _operator.RunAsync("tunnel", "list")).Worked();
        await File.WriteAllBytesAsync(Path.Combine(_operator.Data, "blobs", "00", Guid.Empty.ToString("N")), [1]);
        Directory.Move(Path.Combine(_operator.Data, lost), _operator.File("lost"));
        (await StartAsync()).Failed(1, Path.Combine(_operator.Data, named), "backup");
        if (Directory.Exists(Path.Combine(_operator.Data, lost)))
        {
            Directory.Delete(Path.Combine(_operator.Data, lost), recursive: true); // the web side keeps keys of its own there
        }

        Directory.Move(_operator.File("lost"), Path.Combine(_operator.Data, lost));
        (await _operator.RunAsync("tunnel", "list")).Worked();
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_made_is_named()
    {
        await File.WriteAllTextAsync(_operator.File("file"), "");
        (await _operator.RunAsync($"--Portal:DataDirectory={_operator.File("file")}/data")).Failed(1, "file/data", "Portal:DataDirectory");
        (await _operator.RunAsync("tunnel", "list", $"--Portal:DataDirectory={_operator.File("file")}")).Failed(1, "file", "Portal:DataDirectory");
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_written_to_is_named()
    {
        // A folder in the lock's place is refused to everybody, to root as well.
        Directory.CreateDirectory(Path.Combine(_operator.Data, "starting.lock"));
        (await StartAsync()).Failed(1, _operator.Data, "Portal:DataDirectory", "cannot be written");
    }

    [Theory]
    [InlineData("outbox")]
    [InlineData("outgoing")]
    public async Task A_folder_of_the_outbox_that_cannot_be_written_to_is_named(string folder)
    {
        (await _operator.RunAsync("tunnel", "list")).Worked();
        Directory.CreateSymbolicLink(Path.Combine(_operator.Data, folder), "/proc");
        (await StartAsync()).Failed(1, Path.Combine(_operator.Data, folder), "Portal:DataDirectory", "cannot be written");
    }

    [Theory]
    [InlineData("tunnel.crt", "tunnel.key")]
    [InlineData("tunnel.key", "tunnel.crt")]
    public async Task Half_a_tunnel_key_is_named_with_the_way_out(string lost, string left)
    {
        (await _operator.RunAsync("tunnel", "list")).Worked();
        File.Delete(Path.Combine(_operator.Data, "tunnel", lost));
        (await StartAsync()).Failed(1, lost, "backup", $"delete '{Path.Combine(_operator.Data, "tunnel", left)}'");
        File.Delete(Path.Combine(_operator.Data, "tunnel", left));
        (await _operator.RunAsync("tunnel", "certificate")).Worked();
    }

    [Fact]
    public async Task A_command_says_when_it_makes_a_new_installation()
    {
        var first = (await _operator.RunAsync("tunnel", "list")).Worked();
        var second = (await _operator.RunAsync("tunnel", "list")).Worked();
        Assert.Contains($"no installation in '{_operator.Data}'", first.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("no installation", second.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vault.key")]
    [InlineData("ingest.key")]
    [InlineData("pepper")]
    public async Task A_key_that_others_may_read_is_named(string name)
    {
        (await _operator.RunAsync("tunnel", "list")).Worked();
        var key = Path.Combine(_operator.Data, "keys", name);
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        (await StartAsync()).Failed(1, key, "600");
    }

    [Fact]
    public async Task Damaged_keys_and_databases_are_named()
    {
        (await _operator.RunAsync("tunnel", "list")).Worked();
        await DamagedAsync(Path.Combine(_operator.Data, "tunnel", "tunnel.crt"), "tunnel.crt");
        await DamagedAsync(Path.Combine(_operator.Data, "keys", "vault.key"), "vault.key");
        await DamagedAsync(Path.Combine(_operator.Data, "portal.db"), "database");
    }

    public void Dispose() => _operator.Dispose();

    private async Task DamagedAsync(string file, string named)
    {
        var whole = await File.ReadAllBytesAsync(file);
        await File.WriteAllTextAsync(file, new string('x', 8192));
        (await StartAsync()).Failed(1, "cannot start", named);
        await File.WriteAllBytesAsync(file, whole);
    }

    private static string[] Doors() =>
    [
        $"--Portal:Listen=https://127.0.0.1:{FreePort.Next()}", $"--Ingest:SmtpListen=127.0.0.1:{FreePort.Next()}",
        $"--Ingest:LmtpListen=127.0.0.1:{FreePort.Next()}",
    ];

    private Task<Seen> StartAsync() => _operator.RunAsync(Doors());
}
