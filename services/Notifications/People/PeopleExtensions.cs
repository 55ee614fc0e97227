namespace OneVOne.Notifications.People;

internal static class PeopleExtensions
{
    public static void AddPeople(this IHostApplicationBuilder builder) =>
        builder.Services.AddScoped<PeopleAtIdentity>();
}
