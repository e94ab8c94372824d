using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Storage.Model;

namespace Portal.Core.Storage.Configuration;

/// <summary>The tables of the gateways: whom the portal trusts, and what each handed in over HTTP.</summary>
internal sealed class GatewayTables :
    IEntityTypeConfiguration<Gateway>,
    IEntityTypeConfiguration<Submission>
{
    public void Configure(EntityTypeBuilder<Gateway> builder)
    {
        builder.HasKey(g => g.Name);
    }

    public void Configure(EntityTypeBuilder<Submission> builder)
    {
        builder.HasKey(s => new { s.Gateway, s.KeyHash });
        builder.HasIndex(s => s.ClaimedAt);
    }
}
