import { getStitchedSchemaFromSupergraphSdl } from '@graphql-tools/federation';
import { composeServices } from '@theguild/federation-composition';
import type { DocumentNode, ExecutionResult } from 'graphql';
import { execute, graphql, parse } from 'graphql';
import { CURRENT_POLICY, PUBLIC_READER } from '@hearth/policy';
import type { SampleContext } from '../testing/sample-subgraphs';
import { buildRecords, buildUsage } from '../testing/sample-subgraphs';

describe('two subgraphs that share an entity', () => {
  async function supergraph() {
    const built = [await buildRecords(), await buildUsage()];
    const composed = composeServices(
      built.map(({ name, sdl }) => ({ name, typeDefs: parse(sdl), url: `memory://${name}` })),
    );
    return { built, errors: composed.errors, sdl: composed.supergraphSdl ?? '' };
  }

  it('compose, and the supergraph keeps every requirement', async () => {
    const { errors, sdl } = await supergraph();
    expect(errors).toBeUndefined();
    expect(sdl).toMatch(/companyName: String @category\(is: "company\.name"\) @join__field/);
    expect(sdl).toContain('@category(is: "usage.customer.entitled")');
    expect(sdl).toMatch(/COMPANY_NAME[^\n]*@category\(is: "company\.name"\)/);
    expect(sdl).toMatch(/metrics: \[ID!\]! @category\(is: "usage\.customer"\)/);
    expect(sdl).toMatch(/recordCustomer\([^)]*\): Customer @audience\(action: "customer\.record"\)/);
    expect(sdl).toContain('@open(why: "An opaque id.")');
    expect(sdl).toContain('directive @category(is: String!)');
  });

  it('are executed as one graph', async () => {
    const { built, sdl } = await supergraph();
    const asked: string[] = [];
    const contextValue: SampleContext = {
      reader: PUBLIC_READER,
      policy: CURRENT_POLICY,
      now: () => 0,
      rows: [{ id: 'cus_a', companyName: 'Acme' }],
      asked,
      cursorKey: Buffer.alloc(32, 1),
    };
    const schema = getStitchedSchemaFromSupergraphSdl({
      supergraphSdl: sdl,
      onSubschemaConfig(config) {
        const subgraph = built.find(
          ({ name }) => name.replaceAll('-', '_').toUpperCase() === config.name.toUpperCase(),
        );
        if (subgraph === undefined) throw new Error(`no subgraph ${config.name}`);
        config.executor = (({
          document,
          variables,
        }: {
          document: DocumentNode;
          variables: Record<string, unknown>;
        }) =>
          execute({
            schema: subgraph.schema,
            document,
            variableValues: variables,
            contextValue,
          }) as ExecutionResult) as typeof config.executor;
      },
    });
    const source = `{
      customer(id: "cus_a") { id companyName usage(metrics: ["steps"], from: "2026-01-01", to: "2026-01-31") { metric total } }
      observedCustomers { edges { node { companyName } } }
    }`;
    const result = await graphql({ schema, source });
    expect(JSON.parse(JSON.stringify(result))).toEqual({
      data: {
        customer: {
          id: 'cus_a',
          companyName: 'Acme',
          usage: [{ metric: 'steps', total: '4611686018427387904' }],
        },
        observedCustomers: { edges: [{ node: { companyName: 'Acme' } }] },
      },
    });
    expect(asked).toContain('usage cus_a 2026-01-01 2026-01-31');
    expect(asked).toContain('reference cus_a');
  });
});
