using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using OneVOne.ServiceDefaults.Persistence;

namespace OneVOne.Identity.Data.Migrations;

[DbContext(typeof(IdentityDbContext)), Migration("20261121_20_AddLookAlikesAndGuests")]
internal sealed class AddLookAlikesAndGuests : SqlMigration;
