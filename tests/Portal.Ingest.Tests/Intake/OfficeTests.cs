using Portal.Ingest.Intake;
using TestKit;
using Xunit;

namespace Portal.Ingest.Tests.Intake;

/// <summary>Tests that have a portal and its gateway for themselves.</summary>
public abstract class OfficeTests : IAsyncLifetime
{
    private readonly Office _office;

    private protected OfficeTests(bool outerHeaders = false, params (string Key, string Value)[] settings) =>
        _office = new Office { OuterHeaders = outerHeaders, Settings = settings };

    private protected IntakeHost Portal => _office.Portal;

    private protected OpenSslGateway Gateway => _office.Gateway;

    public Task InitializeAsync() => _office.InitializeAsync();

    public Task DisposeAsync() => _office.DisposeAsync();

    private protected Task<byte[]> WrapAsync(byte[] entity, string[]? encrypt = null) => _office.WrapAsync(entity, encrypt: encrypt);

    private protected async Task<IReadOnlyList<IntakeOutcome>> SendAsync(byte[] entity, params string[] recipients) =>
        await Portal.AcceptAsync(await WrapAsync(entity), recipients);

    private protected async Task DeliverAsync(byte[] entity, params string[] recipients) =>
        Assert.All(await SendAsync(entity, recipients), outcome => Assert.IsType<IntakeOutcome.Accepted>(outcome));
}
