namespace OneVOne.Friends.People;

internal static class PeopleExtensions
{
    public static IHostApplicationBuilder AddPeople(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<PeopleDirectory>();
        return builder;
    }
}
