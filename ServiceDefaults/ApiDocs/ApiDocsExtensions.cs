using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using OneVOne.ServiceDefaults.Paging;

namespace OneVOne.ServiceDefaults.ApiDocs;

/// <summary>The OpenAPI document, with what the framework cannot see: access tokens, and the query of paged lists.</summary>
public static class ApiDocsExtensions
{
    private const string Scheme = "accessToken";

    public static IServiceCollection AddApiDocs(this IServiceCollection services) => services.AddOpenApi(options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            document.Components.SecuritySchemes[Scheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = "JWT",
                Description = "The accessToken of register, login or refresh.",
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            DescribeToken(operation, context);
            DescribePaging(operation, context);
            return Task.CompletedTask;
        });
    });

    private static void DescribeToken(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<IAllowAnonymous>().Any())
        {
            return;
        }

        operation.Security ??= [];
        operation.Security.Add(new OpenApiSecurityRequirement
        {
            [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [],
        });
    }

    // PageRequest reads the query by itself, so the framework does not know that it does.
    private static void DescribePaging(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var isPaged = context.Description.ActionDescriptor.EndpointMetadata.OfType<MethodInfo>()
            .Any(handler => handler.GetParameters().Any(parameter => parameter.ParameterType == typeof(PageRequest)));
        if (!isPaged)
        {
            return;
        }

        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = "cursor",
            In = ParameterLocation.Query,
            Description = "The next of the page before; absent for the first.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        });
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = "limit",
            In = ParameterLocation.Query,
            Description = $"1 to {PageRequest.MaxLimit}; {PageRequest.DefaultLimit} when absent.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" },
        });
    }
}
