using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Zvec.Server.Tests;

/// <summary>TLS by the configuration of the host.</summary>
public sealed class TlsTests
{
    [Fact]
    public async Task A_certificate_of_the_configuration_makes_the_server_speak_TLS()
    {
        string folder = Directory.CreateTempSubdirectory("zvec-server-").FullName;
        try
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName("localhost");
            names.AddIpAddress(IPAddress.Loopback);
            request.CertificateExtensions.Add(names.Build());
            DateTimeOffset now = DateTimeOffset.UtcNow;
            using X509Certificate2 certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
            string chain = Path.Combine(folder, "tls.crt");
            string secret = Path.Combine(folder, "tls.key");
            await File.WriteAllTextAsync(chain, certificate.ExportCertificatePem());
            await File.WriteAllTextAsync(secret, key.ExportPkcs8PrivateKeyPem());

            await using WebApplication server = ZvecServer.Create(
            [
                "--Zvec:Path", Path.Combine(folder, "data"), "--Logging:LogLevel:Default", "None",
                "--Kestrel:Endpoints:Https:Url", "https://127.0.0.1:0", "--Kestrel:Endpoints:Https:Certificate:Path", chain,
                "--Kestrel:Endpoints:Https:Certificate:KeyPath", secret,
            ]);
            await server.StartAsync();
            string address = Assert.Single(
                server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses);
            Assert.StartsWith("https://", address, StringComparison.Ordinal);
            using var handler = new HttpClientHandler
            {
                ServerCertificateCustomValidationCallback = (_, presented, _, _) => presented?.Thumbprint == certificate.Thumbprint,
            };
            using var client = new HttpClient(handler);
            Assert.Equal("""{"collections":[]}""", await client.GetStringAsync(new Uri($"{address}/v1/collections")));
            using var plain = new HttpClient();
            await Assert.ThrowsAsync<HttpRequestException>(
                () => plain.GetAsync(new Uri(address.Replace("https:", "http:", StringComparison.Ordinal))));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
