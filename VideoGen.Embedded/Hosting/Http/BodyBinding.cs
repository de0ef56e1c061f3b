using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using VideoGen.Embedded.Hosting.Functions;

namespace VideoGen.Embedded.Hosting.Http;

/// <summary>Reads the body for a parameter marked <c>[FromBody]</c>, through the input formatters of MVC.</summary>
internal static class BodyBinding
{
    /// <exception cref="InvalidOperationException">The body does not fit; the messages are joined.</exception>
    public static async Task BindAsync(Invocation invocation, Parameter parameter)
    {
        if (invocation.TryGetBound(parameter.Name, out _)) return;
        var http = invocation.GetHttpContext() ?? throw new InvalidOperationException("The HTTP request is not available to this invocation.");
        var metadata = invocation.Root.GetRequiredService<IModelMetadataProvider>().GetMetadataForType(parameter.Type);
        var binder = invocation.Root.GetRequiredService<IModelBinderFactory>().CreateBinder(new ModelBinderFactoryContext
        {
            Metadata = metadata,
            BindingInfo = new BindingInfo { BindingSource = BindingSource.Body },
        });
        var binding = new DefaultModelBindingContext
        {
            ActionContext = new ActionContext { HttpContext = http },
            BindingSource = BindingSource.Body,
            ModelMetadata = metadata,
            ModelName = "",
            ModelState = new ModelStateDictionary(),
        };
        await binder.BindModelAsync(binding);
        if (!binding.Result.IsModelSet && !binding.ModelState.IsValid) throw new InvalidOperationException(Messages(binding.ModelState));
        invocation.SetBound(parameter.Name, binding.Result.Model);
    }

    private static string Messages(ModelStateDictionary state) => string.Join(Environment.NewLine, state.Values
        .SelectMany(entry => entry.Errors)
        .Select(error => error.ErrorMessage is { Length: > 0 } message ? message : error.Exception?.Message));
}
