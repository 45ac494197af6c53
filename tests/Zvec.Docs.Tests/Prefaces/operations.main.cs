using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Zvec.Engine;
using Zvec.VectorData;

HostApplicationBuilder builder = Host.CreateApplicationBuilder();
builder.Configuration["ConnectionStrings:books"] = "Path=registered";
