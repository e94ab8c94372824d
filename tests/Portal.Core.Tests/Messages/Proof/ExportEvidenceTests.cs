using System.Text;
using Portal.Core.Evidence;
using Portal.Core.Messages.Proof;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Messages.Tracking;
using Portal.Core.Tunnel;
using TestKit;
using Xunit;

namespace Portal.Core.Tests.Messages.Proof;

/// <summary>The evidence that leaves, checked by strangers: Python recomputes the chain, OpenSSL the signature.</summary>
public sealed class ExportEvidenceTests : SentBench, IDisposable
{
    // docs/sealed-format.md, "Evidence that leaves", and nothing else.
    private const string Script = """
        import sys, json, base64, hashlib, os
        folder = sys.argv[1]
        file = json.load(sys.stdin)
        statement = json.loads(file['statement'])
        previous = ''
        for place, link in enumerate(file['links'], 1):
            content = json.loads(link['content'])
            hash = base64.b64encode(hashlib.sha256(link['content'].encode('utf-8')).digest()).decode()
            assert content['previous'] == previous, 'broken at %d' % place
            assert content['sequence'] == place and content['message'] == statement['message']
            assert link['sha256'] == hash, 'hash at %d' % place
            previous = hash
        assert statement['lastSha256'] == previous and statement['links'] == len(file['links']) and statement['format'] == file['format']
        open(os.path.join(folder, 'signed'), 'w', encoding='utf-8', newline='').write(''.join(line + '\n' for line in [file['statement']] + [l['content'] for l in file['links']]))
        open(os.path.join(folder, 'signature'), 'wb').write(base64.b64decode(file['signature']))
        open(os.path.join(folder, 'certificate'), 'w').write(file['certificate'])
        print(file['format'], statement['intact'], [json.loads(l['content'])['kind'] for l in file['links']])
        """;

    private readonly TempFolder _folder = new();

    [PythonFact]
    public async Task A_stranger_recomputes_the_chain_and_verifies_the_signature_with_openssl()
    {
        await OpenAsync();
        Assert.Equal("portal-evidence-1 True ['Received', 'Received', 'Opened']", await CheckAsync(await ExportAsync()));
        await VerifyAsync();
        var certificate = await File.ReadAllTextAsync(Installation.Get<SigningKeyFile>().CertificatePath);
        Assert.Equal(certificate.Trim(), (await File.ReadAllTextAsync(_folder.File("certificate"))).Trim());
    }

    [PythonFact]
    public async Task What_is_changed_left_out_or_put_in_another_order_shows()
    {
        await OpenAsync();
        var json = Encoding.UTF8.GetString(await ExportAsync());
        await CheckAsync(Encoding.UTF8.GetBytes(json));
        var signed = await File.ReadAllTextAsync(_folder.File("signed"));
        foreach (var other in (string[])[signed.Replace("Opened", "Deleted", StringComparison.Ordinal), signed[..signed[..^1].LastIndexOf('\n')], signed + "\n"])
        {
            await File.WriteAllTextAsync(_folder.File("signed"), other);
            await Assert.ThrowsAnyAsync<Exception>(VerifyAsync);
        }

        await Assert.ThrowsAnyAsync<Exception>(() => CheckAsync(Encoding.UTF8.GetBytes(json.Replace("anna@", "eve@", StringComparison.Ordinal))));
    }

    [PythonFact]
    public async Task A_damaged_chain_is_said_to_be_one()
    {
        await OpenAsync();
        await Installation.QueryAsync(db => Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.ExecuteSqlRawAsync(
            db.Database, "UPDATE MessageEvents SET Kind = 19 WHERE Sequence = 3"));
        Assert.Equal("portal-evidence-1 False ['Received', 'Received']", await CheckAsync(await ExportAsync()));
    }

    [Fact]
    public async Task It_says_nothing_of_the_text_of_the_message_and_is_found_by_message_and_delivery()
    {
        Assert.DoesNotContain("Contract", Encoding.UTF8.GetString(await ExportAsync()), StringComparison.Ordinal);
        var read = Installation.Get<ReadEvidence>();
        Assert.Equal(Message, await read.MessageOfAsync(Message, default));
        Assert.Equal(Message, await read.MessageOfAsync(Delivery, default));
        Assert.Null(await read.MessageOfAsync(Guid.NewGuid(), default));
        Assert.All((await read.OfAsync(Message, default)).Links, link => Assert.Equal(MessageEventKind.Received, link.Event.Kind));
    }

    public void Dispose() => _folder.Dispose();

    private async Task<byte[]> ExportAsync()
    {
        Installation.Get<SigningKeyFile>().CreateMissing();
        return Installation.Get<ExportEvidence>().ToJson(await Installation.Get<ReadEvidence>().OfAsync(Message, default));
    }

    private async Task<string> CheckAsync(byte[] json) =>
        Encoding.UTF8.GetString(await Tool.RunAsync("python3", ["-X", "utf8", "-c", Script, _folder.Path], json)).Trim();

    private Task VerifyAsync() => Tool.RunAsync(
        "openssl",
        ["cms", "-verify", "-binary", "-inform", "DER", "-in", _folder.File("signature"), "-content", _folder.File("signed"), "-CAfile", _folder.File("certificate"),
            "-purpose", "any", "-no_check_time", "-out", _folder.File("out")]);
}
